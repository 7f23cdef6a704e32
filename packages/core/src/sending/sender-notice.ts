import type { CampaignFault } from '../domain/live.ts'
import type { MessageError } from '../domain/message.ts'
import type { CampaignSummary, ClaimedMessage } from '../store/port/records.ts'

/** Which message a notice is about. */
type SentMessage = Pick<ClaimedMessage, 'id' | 'campaignId' | 'ref'>
/** And of which campaign or stream. */
type SentFrom = Pick<CampaignSummary, 'owner' | 'kind' | 'key'>

/** The notices of a sender. A listener that throws does not stop the sender. */
export type SenderNotice =
  /** When a campaign's status changed. */
  | { type: 'changed'; campaignId: number }
  /** When its counts changed; coalesced to ten a second for each campaign. */
  | { type: 'progress'; campaignId: number }
  /** When a server took a message, and that was stored, as of this time. */
  | { type: 'sent'; campaign: SentFrom; message: SentMessage; at: number }
  /** When a message failed for good, and that was stored, as of this time. */
  | { type: 'failed'; campaign: SentFrom; message: SentMessage; at: number; error: MessageError }
  /** When something happened a person should know. */
  | { type: 'fault'; fault: CampaignFault }
