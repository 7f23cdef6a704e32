import { compileInSteps } from '../content/compile-campaign.ts'
import type { CompiledCampaign } from '../content/composer.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import type { Warning } from '../domain/warning.ts'
import { byTurns } from '../kit/steps.ts'
import { parseMailbox } from '../recipients/address.ts'
import { type ContentRecord, campaignContentOf } from '../sending/campaign-content.ts'
import type { CampaignContext } from './context.ts'
import { findTemplate } from './find-template.ts'

/** The content of an input: its own, a stored template's, or an earlier campaign's. */
interface Content {
  subject: string
  html: string
  text: string | null
  templateId: number | null
}

export interface ContentInput {
  subject?: string | undefined
  html?: string | undefined
  templateId?: string | undefined
  text?: string | null | undefined
}

/** The part of an input about the mails of a campaign, a preview or a test. */
export interface MailInput extends ContentInput {
  from?: string | undefined
  replyTo?: string | null | undefined
  options: ContentRecord['options']
}

/** Content that was found, checked and compiled; nothing of it is stored yet. */
export interface PreparedContent {
  content: Content
  from: string
  replyTo: string | null
  compiled: CompiledCampaign
  /** Warnings that hold for every recipient. */
  warnings: Warning[]
}

/**
 * Finds the content an input names and compiles it, so that everything wrong with it, and with the addresses and
 * headers around it, is reported before anything is stored. `earlierId` is the campaign whose content is used where the
 * input has none. Throws `missing_content`, `missing_from`, `unknown_template`, `invalid_field` for HTML and a template
 * together, `invalid_address` with the field `from` or `replyTo`, and what `compileCampaign` throws.
 */
export async function prepareContent(
  context: CampaignContext,
  input: MailInput,
  earlierId?: string,
): Promise<PreparedContent> {
  const content = await findContent(context, input, earlierId)
  const from = senderOf(input.from, context.from)
  const { replyTo = null, options } = input
  const compiled = await byTurns(
    compileInSteps(campaignContentOf({ ...content, from, replyTo, options }), context.compile),
  )
  return { content, from, replyTo, compiled, warnings: contentWarnings(compiled, context) }
}

/**
 * Fields given beside a template or an earlier campaign win over theirs.
 * Throws `missing_content` when there is none, `unknown_template`, or `invalid_field` for HTML and a template together.
 */
async function findContent(context: CampaignContext, input: ContentInput, earlierId?: string): Promise<Content> {
  if (input.html !== undefined && input.templateId !== undefined) {
    throw new SillageError('invalid_field', 'templateId: expected either html or templateId, got both.', {
      field: 'templateId',
    })
  }
  const base = await baseContent(context, input, earlierId)
  const subject = input.subject ?? base?.subject
  const html = input.html ?? base?.html
  if (html === undefined || html.trim() === '') {
    throw new SillageError('missing_content', 'html: expected HTML or a templateId, got neither.', { field: 'html' })
  }
  if (subject === undefined)
    throw new SillageError('missing_content', 'subject: expected a subject, got none.', { field: 'subject' })
  return { subject, html, text: input.text ?? base?.text ?? null, templateId: base?.templateId ?? null }
}

async function baseContent(
  { store, owner }: CampaignContext,
  input: ContentInput,
  earlierId: string | undefined,
): Promise<Content | undefined> {
  if (input.templateId !== undefined) {
    const template = await findTemplate(store.templates, input.templateId, owner)
    if (template === undefined) {
      throw new SillageError('unknown_template', 'templateId: there is no such template; choose one of the list.', {
        field: 'templateId',
      })
    }
    return { subject: template.subject, html: template.html, text: template.text, templateId: template.id }
  }
  if (input.html !== undefined || earlierId === undefined) return undefined
  return store.campaigns.get(parseId(earlierId), owner)
}

/** The sender of a campaign, checked; throws `missing_from` when neither the input nor the installation names one. */
function senderOf(given: string | undefined, fallback: string | undefined): string {
  const from = given ?? fallback
  if (from === undefined)
    throw new SillageError(
      'missing_from',
      'from: expected a sender here or in the options of createSillage, got none.',
      { field: 'from' },
    )
  parseMailbox(from, 'from')
  return from
}

function contentWarnings(compiled: CompiledCampaign, { compile }: Pick<CampaignContext, 'compile'>): Warning[] {
  if (compile.baseUrl?.startsWith('https:')) return [...compiled.warnings]
  const message =
    'The base URL is not https: mail programs ignore its one-click unsubscription and may not load the pixel; fine on your own machine only.'
  return [...compiled.warnings, { code: 'base_url_not_https', message }]
}
