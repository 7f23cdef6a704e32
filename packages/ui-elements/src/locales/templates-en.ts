import { writingEn } from './writing-en.ts'

/** Takes a count, or one already formatted. */
const s = (count: number | string) => (String(count) === '1' ? '' : 's')

/** The texts of the room for templates, beside those of the composer, with which a template is written. */
export const templatesEn = {
  ...writingEn,
  templates: {
    title: 'Templates',
    create: 'New template',
    edit: 'Edit',
    rename: 'Rename',
    duplicate: 'Duplicate',
    remove: 'Delete',
    actions: (name: string) => `More actions for ${name}`,
    editOf: (name: string) => `Edit ${name}`,
    search: 'Name, subject or key',
    count: (n: string) => `${n} template${s(n)}`,
    empty: 'No templates yet. A template is a message that campaigns begin with.',
    nothing: 'No template matches.',
    failed: 'The templates could not be loaded',
    unavailable: 'The template could not be loaded',
    key: (key: string) => `Key ${key}`,
    changed: (when: string) => `Changed ${when}`,
    usedBy: (n: string) => `In ${n} campaign${s(n)}`,
    usedByNewest: (n: string, of: string) => `In ${n} of the newest ${of} campaigns`,
    unused: 'In no campaign',
    unusedNewest: (of: string) => `In none of the newest ${of} campaigns`,
    noPicture: 'No picture: its message cannot be shown.',
    titleNew: 'New template',
    titleEdit: 'Edit template',
    name: 'Name of the template',
    preheader: 'Preheader',
    preheaderHint: 'What lists of mails show behind the subject. Left empty, they show the first words.',
    message: 'Message',
    saved: 'Template saved',
    save: 'Save',
    leaveTitle: 'Close without saving?',
    leaveText: 'What you wrote is lost.',
    leave: 'Throw away',
    goOn: 'Go on writing',
    needName: 'Give the template a name.',
    conflict: (when: string) =>
      `Somebody else saved this template on ${when}. What you wrote is still here, and not saved.`,
    conflictCopy: 'Save mine as another template',
    conflictMine: 'Save mine over it',
    conflictTheirs: 'Load theirs',
    conflictMineTitle: 'Save over the other version?',
    conflictMineText: 'Where both of you changed the same field, theirs is lost.',
    conflictTheirsTitle: 'Load the other version?',
    gone: 'Somebody deleted this template meanwhile. What you wrote can be saved as another one.',
    renameTitle: (name: string) => `Rename ${name}`,
    renamed: 'Template renamed',
    duplicated: 'Template duplicated',
    removed: 'Template deleted',
    removeTitle: (name: string) => `Delete ${name}?`,
    removeText: 'Campaigns and streams that were made from it keep their content.',
    removeUsed: (names: string) => `Made from it: ${names}.`,
    removeKey: (key: string) => `Programs that name it by its key ${key} will no longer find it.`,
    removeConfirm: 'Delete the template',
    andMore: (n: string) => `${n} more`,
  },
}

/** What a page has texts for that keeps templates. */
export type TemplatesWords = typeof templatesEn
