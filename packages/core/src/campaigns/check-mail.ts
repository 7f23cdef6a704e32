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
}

/**
 * The content that an input means: its own, and what it leaves out that of the campaign. What is in neither is missing,
 * with something in its place.
 */
export async function mailToCheck(
  context: CampaignContext,
  given: Given,
  campaign: CampaignRecord | undefined,
): Promise<{ mail: MailToCheck; missing: SillageError[] }> {
  const missing: SillageError[] = []
  const found = await contentToCheck(context, given, campaign)
  const { preheader, html, text } = found
  const { headers = campaign?.options.headers ?? {}, tracking = campaign?.options.tracking ?? {} } = given
  const from = given.from ?? campaign?.from ?? context.from
  if (from === undefined)
    missing.push(absent('missing_from', 'from', 'a sender, here or in the options of createSillage'))
  if (found.subject === undefined) missing.push(absent('missing_content', 'subject', 'a subject'))
  if (isBlank(html) && isBlank(text)) missing.push(absent('missing_content', 'html', 'HTML, a text or a template'))
  const mail: MailToCheck = {
    subject: found.subject ?? ' ',
    preheader,
    html,
    text,
    from: from ?? NOBODY,
    replyTo: given.replyTo ?? campaign?.replyTo,
    options: { headers, tracking },
    owner: campaign === undefined ? (context.owner ?? null) : campaign.owner,
    files: [],
  }
  try {
    mail.files =
      given.attachments === undefined && campaign !== undefined
        ? filesOf(context, campaign.attachments)
        : await findFiles(context, given.attachments ?? [])
  } catch (error) {
    if (!isSillageError(error, 'attachments_too_large')) throw error
    missing.push(error)
  }
  return { mail, missing }
}

async function contentToCheck(
  context: CampaignContext,
  { subject, preheader, html, text, template }: Given,
  campaign: CampaignRecord | undefined,
): Promise<Pick<MailToCheck, 'preheader' | 'html' | 'text'> & { subject: string | undefined }> {
  if (template !== undefined) return await findContent(context, { subject, preheader, html, text, template })
  const isOwn = html !== undefined || text !== undefined || campaign === undefined
  return {
    subject: subject ?? campaign?.subject,
    preheader: preheader ?? campaign?.preheader ?? null,
    html: isOwn ? (html ?? '') : campaign.html,
    text: isOwn ? (text ?? null) : campaign.text,
  }
}

function absent(code: 'missing_content' | 'missing_from', field: string, expected: string): SillageError {
  return new SillageError(code, `${field}: expected ${expected}, got none.`, { field })
}
