import { isSillageError, SillageError } from '@sillage/core/browser'
import { errorText } from '../../client/error-text.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import { isNobody, selectionOf } from '../sillage-recipients/recipient-choice.ts'
import { advancedFault } from './advanced.ts'
import { type Draft, delayMs } from './draft.ts'

/** The fields of the form that can be refused, in the order of the form. */
const formFields = [
  'name',
  'subject',
  'preheader',
  'content',
  'recipients',
  'from',
  'replyTo',
  'delay',
  'scheduledAt',
  'tracking',
  'jitter',
  'limits',
  'hours',
  'topic',
  'notAfter',
  'transport',
  'attachments',
] as const
/** Those that are folded away until they are used, or refused. */
export const foldedFields = ['limits', 'hours', 'topic', 'notAfter', 'transport', 'attachments'] as const
export type FormField = (typeof formFields)[number]

/** What is wrong, by field, as text; `form` is what belongs to no field. */
export type Problems = Partial<Record<FormField | 'form', string | undefined>>

/** What can be checked without the server. */
export function findProblems(draft: Draft, words: WritingWords, count?: number, now = Date.now()): Problems {
  const { need } = words.composer
  const problems: Problems = {}
  if (draft.name.trim() === '') problems.name = need.name
  if (draft.subject.trim() === '') problems.subject = need.subject
  if (draft.mode === 'template' && draft.templateId === '') problems.content = need.template
  if (draft.mode === 'own' && draft.html.trim() === '') problems.content = need.content
  if (isNobody(draft.recipients) || count === 0) problems.recipients = need.recipients
  if (delayMs(draft) === undefined) problems.delay = need.delay
  if (draft.later && !(new Date(draft.scheduledAt).getTime() > now)) problems.scheduledAt = need.scheduledAt
  const fault = advancedFault(draft)
  if (fault !== undefined) problems[fault] = need[fault]
  return problems
}

/** What is still wrong after fields were changed; what belongs to no field is tried again. */
export function withoutChanged(problems: Problems, part: Partial<Draft>): Problems {
  const changed = new Set(['form', ...Object.keys(part)])
  if (['html', 'text', 'templateId', 'mode'].some((key) => changed.has(key))) changed.add('content')
  // What has no field of the draft's own is changed with the others of its kind.
  if (changed.has('carried')) for (const field of ['preheader', 'from', 'replyTo', ...foldedFields]) changed.add(field)
  if (changed.has('later')) changed.add('scheduledAt')
  return Object.fromEntries(Object.entries(problems).filter(([field]) => !changed.has(field)))
}

/** Puts the focus on the first field with something wrong. */
export function focusProblem(form: ParentNode, problems: Problems): void {
  const first = formFields.find((name) => problems[name] !== undefined)
  if (first !== undefined) focusField(form, first)
}

/** Puts the focus on a field, which may be folded away. */
export function focusField(form: ParentNode, id: string): void {
  const field = form.querySelector<HTMLElement>(`#${id}`)
  field?.closest('details')?.toggleAttribute('open', true)
  field?.focus()
  field?.scrollIntoView({ block: 'center' })
}

const places: Record<string, FormField | 'form'> = {
  name: 'name',
  subject: 'subject',
  html: 'content',
  text: 'content',
  template: 'content',
  recipients: 'recipients',
  delayMs: 'delay',
  jitterMs: 'jitter',
  limits: 'limits',
  tracking: 'tracking',
  scheduledAt: 'scheduledAt',
  preheader: 'preheader',
  from: 'from',
  replyTo: 'replyTo',
  hours: 'hours',
  topic: 'topic',
  notAfter: 'notAfter',
  transport: 'transport',
  attachments: 'attachments',
  ifRevision: 'form',
}

/** Where each refusal of the server belongs when it does not name a field itself. */
const placesByCode: Record<string, FormField> = {
  missing_from: 'from',
  missing_content: 'content',
  invalid_template: 'content',
  html_too_large: 'content',
  too_many_links: 'content',
  attachments_too_large: 'attachments',
  unknown_template: 'content',
  missing_recipients: 'recipients',
  invalid_address: 'recipients',
  unknown_contact: 'recipients',
}

/**
 * A refusal of the server at the field it is about: `recipients.people[3].email` is about the recipients, and names the
 * address. Where it says all that is wrong, each at its field, and the first of a field.
 */
export function problemsOf(error: unknown, words: WritingWords, draft: Draft): Problems {
  if (!isSillageError(error, 'invalid_field') || error.details.issues.length < 2) return problemOf(error, words, draft)
  const { code, details } = error
  const each = details.issues.map(({ field, message }) =>
    problemOf(
      new SillageError(code, `${field}: ${message}`, { field: field === '' ? undefined : field }),
      words,
      draft,
    ),
  )
  return Object.assign({}, ...each.reverse())
}

function problemOf(error: unknown, words: WritingWords, draft: Draft): Problems {
  const text = errorText(error, words)
  if (!isSillageError(error)) return { form: text }
  const root = error.field?.split(/[.[]/)[0]
  const place =
    (root === undefined ? undefined : places[root]) ?? (root === undefined ? placesByCode[error.code] : undefined)
  if (place === undefined) return { form: error.field === undefined ? text : `${text} (${error.field})` }
  return { [place]: place === 'recipients' ? withAddress(text, error.field, draft) : text }
}

/** The refused address is shown with the refusal, because nobody counts the lines they pasted. */
function withAddress(text: string, field: string | undefined, draft: Draft): string {
  const index = /^recipients\.people\[(\d+)\]/.exec(field ?? '')?.[1]
  const refused = index === undefined ? undefined : selectionOf(draft.recipients).people?.[Number(index)]
  return refused === undefined ? text : `${text} (${refused.email})`
}
