import type { CampaignContent, ContentFile } from '../content/composer.ts'
import type { CampaignOptions } from '../domain/campaign.ts'
import { readMailbox } from '../recipients/read-mailbox.ts'
import type { CampaignRecord } from '../store/port/records.ts'

/** Of a campaign, stored or about to be, what its mails are made of. */
export interface ContentRecord
  extends Pick<CampaignRecord, 'subject' | 'preheader' | 'html' | 'text' | 'from' | 'replyTo'> {
  options: Pick<CampaignOptions, 'headers' | 'tracking'>
  attachments: readonly ContentFile[]
}

/**
 * The content as it is compiled, for checks, previews, tests and sending alike. Every field of it has to be named here,
 * so that what is checked and shown is also sent. Throws `invalid_address` with the field `from` or `replyTo`.
 */
export function campaignContentOf({
  subject,
  preheader,
  html,
  text,
  from,
  replyTo,
  options,
  attachments,
}: ContentRecord): {
  [K in keyof Required<CampaignContent>]: CampaignContent[K]
} {
  return {
    subject,
    preheader: preheader ?? undefined,
    html,
    text: text ?? undefined,
    from: readMailbox(from, 'from'),
    replyTo: replyTo.map((mailbox) => readMailbox(mailbox, 'replyTo')),
    headers: options.headers,
    tracking: options.tracking,
    attachments,
  }
}
