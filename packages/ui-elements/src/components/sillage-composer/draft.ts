import type {
  Campaign,
  CampaignInput,
  CampaignPatch,
  Content,
  Edit,
  EmailDocument,
  Headed,
  PreviewInput,
  TestInput,
} from '@sillage/core/browser'
import type { ApiClient } from '../../client/api-client.ts'
import type { ComposeMode } from '../../events/sillage-events.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import { noChoice, noRule, type RecipientChoice, selectionOf } from '../sillage-recipients/recipient-choice.ts'
import { secondsOf } from '../typed-numbers.ts'
import { type Advanced, advancedOf, noAdvanced, optionsOf } from './advanced.ts'
import { defined, withoutPreheader } from './defined.ts'
import { wordsOf } from './own-words.ts'
import { isWords, wordsToHtml } from './words-to-html.ts'

/** Everything in the composer's form, as typed. Plain data, so that it can be kept. */
export interface Draft extends Advanced {
  name: string
  subject: string
  mode: 'template' | 'own'
  templateId: string
  /** As typed: HTML, or plain text without a tag. */
  html: string
  /** The text of the unsubscribe link under plain text that was stored before; empty: as in the page's language. */
  unsubscribe: string
  text: string
  /** The author's own message is written as HTML, also where there is an editor for it. */
  asHtml: boolean
  recipients: RecipientChoice
  /** As typed, in seconds. */
  delay: string
  later: boolean
  /** Value of a `datetime-local` field. */
  scheduledAt: string
  opens: boolean
  clicks: boolean
  /** Undefined until it is set: then the installation's default holds. */
  readTime: boolean | undefined
  /** Repeats a request without creating a second campaign; undefined until the first try. */
  key: string | undefined
  /** A paused campaign is corrected: whom it goes to and what is measured stay. */
  correcting: boolean
  /** Which state of the campaign is edited: another's change in between is not overwritten. */
  revision: number | undefined
  /** The template whose words are changed; '' without one. */
  madeFrom: string
  /** What HTML and text were made of, and as what; `isNew`: by the author, and not stored yet. */
  made: { document: EmailDocument; html: string; text: string; isNew?: boolean } | undefined
}

export const emptyDraft: Draft = {
  ...noAdvanced,
  name: '',
  subject: '',
  mode: 'template',
  templateId: '',
  html: '',
  unsubscribe: '',
  text: '',
  asHtml: false,
  recipients: noChoice,
  delay: '1',
  later: false,
  scheduledAt: '',
  opens: true,
  clicks: true,
  readTime: false,
  key: undefined,
  correcting: false,
  revision: undefined,
  madeFrom: '',
  made: undefined,
}

/** A draft with the content of a campaign; its recipients are those of that campaign. */
function draftOf(campaign: Campaign): Draft {
  return {
    ...emptyDraft,
    ...advancedOf(campaign),
    revision: campaign.revision,
    name: campaign.name,
    subject: campaign.subject,
    mode: campaign.templateId === null ? 'own' : 'template',
    templateId: campaign.templateId ?? '',
    html: campaign.html,
    text: campaign.text ?? '',
    made: madeOf(campaign),
    recipients: { ...noChoice, own: { campaignId: campaign.id, total: campaign.total } },
    delay: String(campaign.delayMs / 1000),
    later: campaign.status === 'scheduled' && campaign.scheduledAt !== null,
    scheduledAt:
      campaign.status === 'scheduled' && campaign.scheduledAt !== null ? localTime(campaign.scheduledAt) : '',
    opens: campaign.tracking.opens ?? true,
    clicks: campaign.tracking.clicks ?? true,
    readTime: campaign.tracking.readTime,
  }
}

/**
 * The form's first state: the campaign itself, a copy, or a copy for those who did not open it. With `words`, HTML that
 * was made of plain text is shown as that text; an editor of the host's own is given HTML.
 */
export function draftFor(
  mode: ComposeMode,
  campaign: Campaign,
  { composer }: Pick<WritingWords, 'composer'>,
  words: boolean,
): Draft {
  const stored = draftOf(campaign)
  const draft = words ? { ...stored, ...wordsOf(campaign) } : stored
  if (mode === 'edit') return { ...draft, correcting: campaign.status === 'paused' }
  const did = mode === 'follow-up' ? 'unopened' : 'planned'
  const rule = { ...noRule, did, campaignId: campaign.id, campaignName: campaign.name } as const
  const name = mode === 'follow-up' ? composer.reminderOf(draft.name) : composer.copyOf(draft.name)
  return { ...draft, name, later: false, recipients: { ...noChoice, rules: [rule] } }
}

/**
 * The delay in milliseconds, or undefined when the text is not a delay. Comma and point are both decimal separators.
 */
export function delayMs(draft: Draft): number | undefined {
  return secondsOf(draft.delay)
}

/** How long sending takes by the delay alone: one gap fewer than there are recipients. */
export function durationMs(draft: Draft, count: number | undefined): number | undefined {
  const delay = delayMs(draft)
  return delay === undefined || count === undefined || count < 1 ? undefined : delay * (count - 1)
}

/**
 * Template or own message, never both. Plain text is made HTML here, so that preview, test and sent mail are the same.
 */
function contentOf(draft: Draft, words: Pick<WritingWords, 'composer'>): Content {
  if (draft.mode === 'template') return { template: draft.templateId }
  const made = madeAs(draft)
  if (made !== undefined) return { document: withoutPreheader(made.document) }
  return { html: htmlOf(draft, words), ...(draft.text.trim() === '' ? {} : { text: draft.text }) }
}

/** What the message was made of, as long as nobody changed the HTML or the text of it. */
export function madeAs({ made, html, text }: Draft): Draft['made'] {
  return made !== undefined && made.html === html && made.text === text ? made : undefined
}

/** What was made of a document, and the document: it stays as long as nobody changes the HTML or the text of it. */
function madeOf({ document, html, text }: Campaign): Draft['made'] {
  return document === null ? undefined : { document, html, text: text ?? '' }
}

/** The author's own message as HTML. */
export function htmlOf({ html, unsubscribe }: Draft, { composer }: Pick<WritingWords, 'composer'>): string {
  if (html.trim() === '' || !isWords(html)) return html
  return wordsToHtml(html, unsubscribe === '' ? composer.unsubscribe : unsubscribe)
}

/** The preview's request; undefined while there is nothing to see. */
export function previewOf(
  draft: Draft,
  words: Pick<WritingWords, 'composer'>,
  { contactId, data }: Pick<PreviewInput, 'contactId' | 'data'> = {},
): PreviewInput | undefined {
  if (draft.mode === 'template' ? draft.templateId === '' : draft.html.trim() === '' && draft.text.trim() === '') return
  return {
    // The body is seen before there is a subject.
    ...(draft.subject.trim() === '' ? {} : { subject: draft.subject }),
    ...contentOf(draft, words),
    tracking: trackingOf(draft),
    ...defined({ preheader: draft.carried.input.preheader, contactId, data }),
  }
}

/** A test without the address it goes to. */
export type TestMail = Headed & Content & Pick<TestInput, 'contactId'>

/** The mail of a test, with the data of one contact; from whom and with which headers it will be sent. */
export function testOf(draft: Draft, words: Pick<WritingWords, 'composer'>, contactId?: string): TestMail {
  const { preheader, from, replyTo, headers } = draft.carried.input
  const carried = defined({ preheader, from, replyTo, headers, contactId })
  return { subject: draft.subject, ...contentOf(draft, words), ...carried }
}

function trackingOf(draft: Draft): NonNullable<CampaignInput['tracking']> {
  return { ...optionsOf(draft).tracking, opens: draft.opens, clicks: draft.clicks, readTime: draft.readTime }
}

/** The draft as `POST /api/campaigns` takes it. */
function inputOf(draft: Draft, words: Pick<WritingWords, 'composer'>): CampaignInput {
  return {
    name: draft.name.trim(),
    subject: draft.subject.trim(),
    ...contentOf(draft, words),
    recipients: selectionOf(draft.recipients),
    delayMs: delayMs(draft) ?? 0,
    ...optionsOf(draft),
    tracking: trackingOf(draft),
    ...(draft.later && draft.scheduledAt !== '' ? { scheduledAt: new Date(draft.scheduledAt).toISOString() } : {}),
    ...(draft.key === undefined ? {} : { key: draft.key }),
  }
}

/** What a change names of the settings that have a place in the form; what was emptied goes back to its default. */
function placedOf({ carried }: Draft): CampaignPatch {
  const { preheader, from, replyTo, topic, hours, notAfter, transport, attachments } = carried.input
  return {
    preheader: preheader ?? null,
    from: from ?? null,
    replyTo: replyTo ?? null,
    topic: topic ?? null,
    hours: hours ?? null,
    notAfter: notAfter ?? null,
    transport: transport ?? null,
    attachments: attachments ?? null,
  }
}

/** The draft as a change to campaign `id`; its own recipients are kept unless others were chosen. */
function patchOf(draft: Draft, id: string, words: Pick<WritingWords, 'composer'>): CampaignPatch & Edit {
  const {
    recipients,
    key: _key,
    html,
    document,
    template,
    text,
    ...rest
  } = inputOf({ ...draft, carried: { ...draft.carried, input: {} } }, words)
  const same = draft.recipients.own?.campaignId === id
  const content = contentPatch({ html, document, template, text }, draft.made?.isNew === true)
  const edit = defined({ ifRevision: draft.revision })
  if (draft.correcting) {
    const { name, subject, delayMs, jitterMs, limits } = rest
    const { topic: _topic, transport: _transport, ...placed } = placedOf(draft)
    return { name, subject, delayMs, jitterMs, limits, ...placed, ...content, ...edit }
  }
  return {
    ...rest,
    ...placedOf(draft),
    ...content,
    ...(same ? {} : { recipients }),
    ...(draft.later ? {} : { scheduledAt: null }),
    ...edit,
  }
}

/** A document that nobody changed is left as it is, with what was made of it. */
function contentPatch(
  { html = '', document, template, text }: Pick<CampaignInput, 'html' | 'document' | 'template' | 'text'>,
  isNew: boolean,
): CampaignPatch {
  if (template !== undefined) return { template }
  if (document !== undefined && isNew) return { document, template: null }
  return document === undefined ? { html, template: null, text: text ?? null } : { template: null }
}

/** What becomes of a draft: a campaign that starts, one that does not (`draft`), or a change to that of an id. */
export type Saving = string | 'draft' | undefined

/** Creates the campaign, or changes the one that is edited. */
export function saveCampaign(client: ApiClient, draft: Draft, saving: Saving, words: WritingWords): Promise<Campaign> {
  if (saving === undefined) return client.createCampaign(inputOf(draft, words))
  if (saving === 'draft') return client.createCampaign({ ...inputOf(draft, words), start: false })
  return client.updateCampaign(saving, patchOf(draft, saving, words))
}

/** The change of a campaign as a campaign of its own, to the same people. */
export function asNewDraft(draft: Draft, { composer }: Pick<WritingWords, 'composer'>): Draft {
  const { own } = draft.recipients
  const rule = { ...noRule, did: 'planned', campaignId: own?.campaignId ?? '', campaignName: draft.name } as const
  const recipients = own === undefined ? draft.recipients : { ...noChoice, rules: [rule] }
  const isNew = { correcting: false, revision: undefined, key: undefined }
  return { ...draft, ...isNew, name: composer.mineOf(draft.name), recipients }
}

/** A new key for a request that must not be carried out twice; also where the page has no secure context. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** An ISO time as the value of a `datetime-local` field, in the reader's time zone. */
export function localTime(iso: string): string {
  const date = new Date(iso)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/**
 * The element in which the message is written without loss: words, blocks, or words in a designer's HTML; undefined
 * where it is written as HTML, or the page has not loaded that element.
 */
export function editorOf(draft: Draft): 'sillage-editor' | 'sillage-template-editor' | undefined {
  const isBlocks = madeAs(draft)?.document.kind === 'blocks' || isWords(draft.html)
  const tag = isBlocks ? 'sillage-editor' : 'sillage-template-editor'
  return draft.asHtml || customElements.get(tag) === undefined ? undefined : tag
}
