import { compileInSteps } from '../content/compile-campaign.ts'
import type { CompiledCampaign } from '../content/composer.ts'
import type { Brand } from '../domain/brand.ts'
import type { EmailDocument } from '../domain/email-document.ts'
import { SillageError } from '../domain/errors.ts'
import type { Mailbox } from '../domain/mailbox.ts'
import type { Warning } from '../domain/warning.ts'
import { byTurns } from '../kit/by-turns.ts'
import { isBlank } from '../kit/is-blank.ts'
import { mailboxText } from '../recipients/mailbox-text.ts'
import { readMailbox } from '../recipients/read-mailbox.ts'
import { type ContentRecord, campaignContentOf } from '../sending/campaign-content.ts'
import type { TemplateRecord } from '../store/port/template-records.ts'
import { type FoundFile, findFiles, type GivenAttachment } from './attachments.ts'
import type { CampaignContext } from './context.ts'
import { findTemplate } from './find-template.ts'
import { contentOfDocument, documentWarnings, type MadeContent, refuseBoth } from './from-document.ts'
import { sharedParts } from './shared-parts.ts'
import { noHtml, withStyles } from './with-styles.ts'

/** The content of an input: its own, or a stored template's. */
interface Content extends MadeContent {
  subject: string
  preheader: string | null
  templateId: number | null
}

export interface ContentInput {
  subject?: string | undefined
  preheader?: string | null | undefined
  html?: string | undefined
  document?: EmailDocument | undefined
  inlineCss?: boolean | null | undefined
  template?: string | undefined
  text?: string | null | undefined
  /** What HTML and text of a campaign were made of, where they stay. */
  kept?: Pick<MadeContent, 'document' | 'engine'> | undefined
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
  /** Warnings about the document that it was made of. */
  notes: Warning[]
  /** Warnings that hold for every recipient, these among them. */
  warnings: Warning[]
}

/**
 * Finds the content an input names and compiles it, so that everything wrong with it, and with the addresses and
 * headers around it, is reported before anything is stored. Throws `missing_content`, `missing_from`,
 * `unknown_template`, `invalid_field` for more than one of HTML, document and template, `invalid_address` with the
 * field `from` or `replyTo`, what `sharedParts` and, for attachments, `findFiles` throw, `invalid_option` where the
 * tenant has no base URL, and what `compileCampaign` throws.
 */
export async function prepareContent(context: CampaignContext, input: MailInput): Promise<PreparedContent> {
  const owner = input.owner === undefined ? (context.owner ?? null) : input.owner
  const brand = remembered(() => context.brandOf(owner))
  const content = await findContent(context, input, owner, brand)
  const from = senderOf(input.from, context.from)
  const replyTo = [input.replyTo ?? []].flat().map((mailbox) => mailboxText(mailbox, 'replyTo'))
  const files = input.files ?? (await findFiles(context, input.attachments ?? []))
  const record = { ...content, from, replyTo, options: input.options, attachments: files }
  const baseUrl = context.baseOf(owner)
  const compiled = await byTurns(compileInSteps(campaignContentOf(record), { ...context.compile, baseUrl }))
  const notes = await documentWarnings(content.document, brand)
  const warnings = [...contentWarnings(compiled, baseUrl), ...notes]
  return { content, from, replyTo, files, compiled, notes, warnings }
}

/** Asked once, and only where something is made of it. */
function remembered<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** A subject or preheader given beside a template wins over its own. */
export async function findContent(
  context: CampaignContext,
  input: ContentInput,
  owner: string | null = context.owner ?? null,
  brand = () => context.brandOf(owner),
): Promise<Content> {
  const { html, inlineCss, text = null, document, template } = input
  refuseBoth({ document, html, text: text ?? undefined })
  if (template !== undefined && (html !== undefined || text !== null || document !== undefined))
    throw new SillageError(
      'invalid_field',
      'template: expected no html, text or document beside a template; give one of them.',
      {
        field: 'template',
      },
    )
  const stored = template === undefined ? undefined : await requireTemplate(context, template)
  const subject = input.subject ?? stored?.subject
  const from = document ?? stored?.document ?? null
  const given = { html: html ?? stored?.html ?? '', text: stored === undefined ? text : stored.text }
  if (from === null && isBlank(given.html) && isBlank(given.text))
    throw new SillageError('missing_content', 'html: expected HTML, a text, a document or a template, got none.', {
      field: 'html',
    })
  if (subject === undefined)
    throw new SillageError('missing_content', 'subject: expected a subject, got none.', { field: 'subject' })
  if (inlineCss && html === undefined) throw noHtml()
  const ofContent = document?.preheader ?? stored?.preheader ?? null
  const preheader = input.preheader === undefined ? ofContent : input.preheader
  const made =
    from === null ? await ownContent(context, given, input, owner) : await documentContent(context, from, owner, brand)
  return { subject, preheader, ...made, templateId: stored?.id ?? null }
}

/** Content that was given as HTML and text. */
async function ownContent(
  context: CampaignContext,
  { html, text }: Pick<MadeContent, 'html' | 'text'>,
  { inlineCss, isStored, kept }: ContentInput,
  owner: string | null,
): Promise<MadeContent> {
  const { maxHtmlBytes } = context.compile
  const withParts = isStored ? async (given: string) => given : sharedParts(context, owner)
  return {
    html: isBlank(html) ? '' : await withStyles(await withParts(html, 'html'), inlineCss, maxHtmlBytes),
    text: text === null ? null : await withParts(text, 'text'),
    document: null,
    engine: null,
    ...kept,
  }
}

/** Content made of a document; a designer's HTML may name shared parts as any other. */
async function documentContent(
  context: CampaignContext,
  document: EmailDocument,
  owner: string | null,
  brand: () => Promise<Brand>,
): Promise<MadeContent> {
  const made = await contentOfDocument(document, brand, context.compile.engine)
  if (made.engine === 'document') return made
  return { ...made, html: await sharedParts(context, owner)(made.html, 'html') }
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
