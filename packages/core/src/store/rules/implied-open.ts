import type { EventRecord } from '../port/records.ts'
import { isHeadline, type MessageTally } from './ledger.ts'

/**
 * What the rule of the implied open asks for: a headline click proves an open, so a message with clicks and no open has
 * exactly one implied open (`add`), and none once its last headline click became a machine's (`remove`); undefined
 * where nothing is to be done. `counts` are the message's headline counts, implied opens included in `opens`; `implied`
 * is how many of these it has.
 */
export function impliedChange(
  counts: Pick<MessageTally, 'opens' | 'clicks'>,
  implied: number,
): 'add' | 'remove' | undefined {
  if (counts.clicks === 0) return implied > 0 ? 'remove' : undefined
  return counts.opens === 0 ? 'add' : undefined
}

/**
 * The open that a message's clicks prove, by the earliest headline one; undefined where there is none. `events` are all
 * that may be it.
 */
export function impliedOpenOf(events: readonly EventRecord[]): Omit<EventRecord, 'id'> | undefined {
  const clicks = events.filter((event) => event.type === 'click' && isHeadline(event))
  const first = clicks.reduce<EventRecord | undefined>((a, b) => (a === undefined || b.at < a.at ? b : a), undefined)
  return first === undefined ? undefined : impliedOpen(first)
}

/**
 * The open that a click proves: with the click's time, verdict and rules, `implied` and the reason `implied`. No
 * request was seen for it, so it has neither address nor browser. The store gives it an id.
 */
function impliedOpen(click: EventRecord): Omit<EventRecord, 'id'> {
  const { campaignId, messageId, at, verdict, rulesVersion } = click
  const seen = {
    linkId: null,
    ip: null,
    userAgent: null,
    program: null,
    head: false,
    prefetch: false,
    durationMs: null,
    detail: null,
  }
  return {
    campaignId,
    messageId,
    type: 'open',
    at,
    verdict,
    rulesVersion,
    reasons: ['implied'],
    implied: true,
    count: 1,
    ...seen,
  }
}
