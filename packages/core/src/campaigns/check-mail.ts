import type { z } from 'zod'
import { isSillageError, SillageError } from '../domain/errors.ts'
import type { checkInput } from '../domain/input/campaigns.ts'
import { isBlank } from '../kit/is-blank.ts'
import type { CampaignRecord } from '../store/port/records.ts'
import { filesOf, findFiles } from './attachments.ts'
import { findContent, type MailInput } from './content.ts'
import type { CampaignContext } from './context.ts'
import { NOBODY } from './preview.ts'

type Given = Omit<z.infer<typeof checkInput>, 'recipients'>

/** A mail to check, with its content found; nothing of it has been compiled. */
export interface MailToCheck extends MailInput {
  subject: string
  preheader: string | null
  html: string
  text: string | null
  from: NonNullable<MailInput['from']>
  /** Its recipients have nothing to unsubscribe from. */
  transactional: boolean
}

/**
 * The content that an input means: its own, and what it leaves out that of the campaign; or of a stream, as a message
 * of it would be made. What is in neither is missing, with something in its place.
 */
export async function mailToCheck(
  context: CampaignContext,
  given: Given,
  campaign: CampaignRecord | undefined,
): Promise<{ mail: MailToCheck; missing: SillageError[] }> {
  const missing: SillageError[] = []
  const found = await contentToCheck(context, given, campaign)
  const { preheader, html, text, kept } = found
  const { tracking = campaign?.options.tracking ?? {} } = given
  const stream = campaign?.kind === 'stream' ? campaign : undefined
  const headers =
    stream === undefined
      ? (given.headers ?? campaign?.options.headers ?? {})
      : { ...stream.options.headers, ...given.headers }
  const from = given.from ?? (campaign?.from || context.from)
  if (from === undefined)
    missing.push(absent('missing_from', 'from', 'a sender, here or in the options of createSillage'))
  if (found.subject === undefined) missing.push(absent('missing_content', 'subject', 'a subject'))
  if (isBlank(html) && isBlank(text))
    missing.push(absent('missing_content', 'html', 'HTML, a text, a document or a template'))
  const mail: MailToCheck = {
    subject: found.subject ?? ' ',
    preheader,
    html,
    text,
    kept,
    from: from ?? NOBODY,
    replyTo: given.replyTo ?? campaign?.replyTo,
    options: { headers, tracking },
    owner: campaign === undefined ? (context.owner ?? null) : campaign.owner,
    files: [],
    transactional: campaign?.transactional ?? false,
  }
  try {
    const replaced = (given.html ?? given.text ?? given.document ?? given.template) !== undefined
    const isKept = stream === undefined ? given.attachments === undefined : !replaced
    const beside = isKept && campaign !== undefined ? filesOf(context, campaign.attachments) : []
    mail.files = await findFiles(context, given.attachments ?? [], beside)
  } catch (error) {
    if (!isSillageError(error, 'attachments_too_large')) throw error
    missing.push(error)
  }
  return { mail, missing }
}

async function contentToCheck(
  context: CampaignContext,
  { subject, preheader, html, text, document, template }: Given,
  campaign: CampaignRecord | undefined,
): Promise<Pick<MailToCheck, 'preheader' | 'html' | 'text' | 'kept'> & { subject: string | undefined }> {
  if (template !== undefined || document !== undefined) {
    // A document may be checked before there is a subject; a template has one.
    const own = subject ?? (document === undefined ? undefined : campaign?.subject || undefined)
    const asked = {
      subject: own ?? (document === undefined ? undefined : ' '),
      preheader,
      html,
      text,
      document,
      template,
    }
    const found = await findContent(context, asked)
    const kept = { document: found.document, engine: found.engine }
    return { ...found, subject: document === undefined ? found.subject : own, kept }
  }
  const isOwn = html !== undefined || text !== undefined || campaign === undefined
  return {
    // A stream may leave it to its messages.
    subject: subject ?? (campaign?.subject || undefined),
    preheader: preheader ?? campaign?.preheader ?? null,
    html: isOwn ? (html ?? '') : campaign.html,
    text: isOwn ? (text ?? null) : campaign.text,
    kept: isOwn ? undefined : { document: campaign.document, engine: campaign.engine },
  }
}

function absent(code: 'missing_content' | 'missing_from', field: string, expected: string): SillageError {
  return new SillageError(code, `${field}: expected ${expected}, got none.`, { field })
}
