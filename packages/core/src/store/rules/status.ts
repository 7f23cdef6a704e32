import type { CampaignCounts } from '../../domain/campaign.ts'
import type { MessageState, MessageStatus } from '../../domain/message.ts'
import type { MessageRecord } from '../port/records.ts'

type Shown = Pick<MessageRecord, 'state' | 'opens' | 'clicks' | 'bouncedAt' | 'unsubscribedAt'>

/**
 * The one status a message is shown with. What the recipient or their server said last wins over how the sending went,
 * and that over what was measured: unsubscribed > bounced > failed, skipped, cancelled, unknown, queued (also while
 * claimed), sending > clicked > opened > sent.
 */
export function messageStatus(message: Shown): MessageStatus {
  if (message.unsubscribedAt !== null) return 'unsubscribed'
  if (message.bouncedAt !== null) return 'bounced'
  if (message.state === 'claimed') return 'queued'
  if (message.state !== 'sent') return message.state
  if (message.clicks > 0) return 'clicked'
  return message.opens > 0 ? 'opened' : 'sent'
}

/** Which of the campaign's counters a state counts in; for observers, claimed and sending messages are still queued. */
export const counterOf: Readonly<Record<MessageState, Exclude<keyof CampaignCounts, 'total'>>> = {
  queued: 'queued',
  claimed: 'queued',
  sending: 'queued',
  sent: 'sent',
  failed: 'failed',
  skipped: 'skipped',
  unknown: 'unknown',
  cancelled: 'skipped',
}

/** What has to hold for a message to be found by a status filter; every part that is given holds at once. */
export interface StatusCondition {
  states?: readonly MessageState[]
  /** `some`: at least one headline open (click); `none`: not one. */
  opens?: 'some' | 'none'
  clicks?: 'some' | 'none'
  bounced?: boolean
  unsubscribed?: boolean
}

/**
 * The status filters of the message list, as data for any query language. A filter finds every message of which the
 * status is true, whatever it is shown with: a recipient that unsubscribed after a click is also found as `clicked` and
 * `opened`. Only `sent` is narrow: nothing came back.
 */
export const statusConditions: Readonly<Record<MessageStatus, StatusCondition>> = {
  queued: { states: ['queued', 'claimed'] },
  sending: { states: ['sending'] },
  sent: { states: ['sent'], opens: 'none', clicks: 'none', bounced: false, unsubscribed: false },
  opened: { opens: 'some' },
  clicked: { clicks: 'some' },
  failed: { states: ['failed'] },
  skipped: { states: ['skipped'] },
  unknown: { states: ['unknown'] },
  bounced: { bounced: true },
  unsubscribed: { unsubscribed: true },
  cancelled: { states: ['cancelled'] },
}

/**
 * True when a status filter finds the message; `statusConditions` applied to one row. Not the same as `messageStatus`:
 * a message is shown with one status and found under several.
 */
export function matchesStatus(message: Shown, status: MessageStatus): boolean {
  const { states, opens, clicks, bounced, unsubscribed } = statusConditions[status]
  return (
    (states === undefined || states.includes(message.state)) &&
    (opens === undefined || (opens === 'some') === message.opens > 0) &&
    (clicks === undefined || (clicks === 'some') === message.clicks > 0) &&
    (bounced === undefined || bounced === (message.bouncedAt !== null)) &&
    (unsubscribed === undefined || unsubscribed === (message.unsubscribedAt !== null))
  )
}
