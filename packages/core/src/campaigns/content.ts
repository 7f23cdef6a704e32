import { compileInSteps } from '../content/compile-campaign.ts'
import type { CompiledCampaign } from '../content/composer.ts'
import { SillageError } from '../domain/errors.ts'
import type { Mailbox } from '../domain/mailbox.ts'
import type { Warning } from '../domain/warning.ts'
import { isBlank } from '../kit/is-blank.ts'
import { byTurns } from '../kit/steps.ts'
import { mailboxText } from '../recipients/mailbox-text.ts'
import { readMailbox } from '../recipients/read-mailbox.ts'
import { type ContentRecord, campaignContentOf } from '../sending/campaign-content.ts'
import type { TemplateRecord } from '../store/port/records.ts'
import { type FoundFile, findFiles, type GivenAttachment } from './attachments.ts'
import type { CampaignContext } from './context.ts'
import { findTemplate } from './find-template.ts'
import { sharedParts } from './shared-parts.ts'
import { noHtml, withStyles } from './with-styles.ts'

/** The content of an input: its own, or a stored template's. */
interface Content {
  subject: string
  preheader: string | null
  html: string
  text: string | null
  templateId: number | null
}

export interface ContentInput {
  subject?: string | undefined
  preheader?: string | null | undefined
  html?: string | undefined
  inlineCss?: boolean | null | undefined
  template?: string | undefined
  text?: string | null | undefined
  /** Shared parts stay as they are: HTML and text are those that were stored. */
  isStored?: boolean | undefined
}

/** The part of an input about the mails of a campaign, a preview or a test. */
export interface MailInput extends ContentInput {
  from?: Mailbox | undefined
  replyTo?: Mailbox | Mailbox[] | undefined
  options: ContentRecord['options']
  /** Those of the input, or the files that a campaign has already. */
  attachments?: readonly GivenAttachment[] | undefined
  files?: FoundFile[] | undefined
  /** Of a campaign that there is already; else whoever calls. */
  owner?: string | null | undefined
}

/** Content that was found, checked and compiled; nothing of it is stored yet. */
export interface PreparedContent {
  content: Content
  from: string
  replyTo: string[]
  files: FoundFile[]
  compiled: CompiledCampaign
  /** Warnings that hold for every recipient. */
  warnings: Warning[]
}

/**
 * Finds the content an input names and compiles it, so that everything wrong with it, and with the addresses and
 * headers around it, is reported before anything is stored. Throws `missing_content`, `missing_from`,
 * `unknown_template`, `invalid_field` for a template beside content of its own, `invalid_address` with the field `from`
 * or `replyTo`, what `sharedParts` and, for attachments, `findFiles` throw, `invalid_option` where the tenant has no
 * base URL, and what `compileCampaign` throws.
 */
export async function prepareContent(context: CampaignContext, input: MailInput): Promise<PreparedContent> {
  const owner = input.owner === undefined ? (context.owner ?? null) : input.owner
  const content = await findContent(context, input, owner)
  const from = senderOf(input.from, context.from)
  const replyTo = [input.replyTo ?? []].flat().map((mailbox) => mailboxText(mailbox, 'replyTo'))
  const files = input.files ?? (await findFiles(context, input.attachments ?? []))
  const record = { ...content, from, replyTo, options: input.options, attachments: files }
  const baseUrl = context.baseOf(owner)
  const compiled = await byTurns(compileInSteps(campaignContentOf(record), { ...context.compile, baseUrl }))
  return { content, from, replyTo, files, compiled, warnings: contentWarnings(compiled, baseUrl) }
}

/** A subject or preheader given beside a template wins over its own. */
export async function findContent(
  context: CampaignContext,
  input: ContentInput,
  owner: string | null = context.owner ?? null,
): Promise<Content> {
  const { html, inlineCss, text = null, template } = input
  if (template !== undefined && (html !== undefined || text !== null))
    throw new SillageError(
      'invalid_field',
      'template: expected no html or text beside a template; give one of the two.',
      {
        field: 'template',
      },
    )
  const stored = template === undefined ? undefined : await requireTemplate(context, template)
  const subject = input.subject ?? stored?.subject
  const source = html ?? stored?.html ?? ''
  const plain = stored === undefined ? text : stored.text
  if (isBlank(source) && isBlank(plain))
    throw new SillageError('missing_content', 'html: expected HTML, a text or a template, got none.', { field: 'html' })
  if (subject === undefined)
    throw new SillageError('missing_content', 'subject: expected a subject, got none.', { field: 'subject' })
  const preheader = input.preheader === undefined ? (stored?.preheader ?? null) : input.preheader
  if (inlineCss && html === undefined) throw noHtml()
  const { maxHtmlBytes } = context.compile
  const withParts = input.isStored ? async (given: string) => given : sharedParts(context, owner)
  return {
    subject,
    preheader,
    html: isBlank(source) ? '' : await withStyles(await withParts(source, 'html'), inlineCss, maxHtmlBytes),
    text: plain === null ? null : await withParts(plain, 'text'),
    templateId: stored?.id ?? null,
  }
}

async function requireTemplate({ store, owner }: CampaignContext, idOrKey: string): Promise<TemplateRecord> {
  const template = await findTemplate(store.templates, idOrKey, owner)
  if (template !== undefined) return template
  throw new SillageError(
    'unknown_template',
    'template: there is no template with this id or key; choose one of the list.',
    {
      field: 'template',
    },
  )
}

/** The sender of a campaign, checked; throws `missing_from` when neither the input nor the installation names one. */
function senderOf(given: Mailbox | undefined, fallback: string | undefined): string {
  const from = given === undefined ? fallback : mailboxText(given, 'from')
  if (from === undefined)
    throw new SillageError(
      'missing_from',
      'from: expected a sender here or in the options of createSillage, got none.',
      { field: 'from' },
    )
  readMailbox(from, 'from')
  return from
}

function contentWarnings(compiled: CompiledCampaign, baseUrl: string): Warning[] {
  if (baseUrl.startsWith('https:')) return [...compiled.warnings]
  const message =
    'The base URL is not https: mail programs ignore its one-click unsubscription and may not load the pixel; fine on your own machine only.'
  return [...compiled.warnings, { code: 'base_url_not_https', message }]
}
