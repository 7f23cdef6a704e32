import type { EventKind } from '../../domain/event.ts'
import type { RecordedEvent } from '../port/event-store.ts'
import type { EventRecord, MessageRecord } from '../port/records.ts'
import { isHeadline } from './ledger.ts'
import type { TallyDifference } from './tally-difference.ts'

/**
 * What a group stored of one message, for listeners; pure. `added` are its new events, an implied open among them,
 * `difference` what they and the changed verdicts did to its figures. The open that a click proves comes before it.
 */
export function recordedEvents(
  message: Pick<MessageRecord, 'id' | 'campaignId' | 'ref'>,
  added: readonly EventRecord[],
  difference: Pick<TallyDifference, 'firstOpen' | 'firstClick' | 'readMeasured'>,
): RecordedEvent[] {
  const { firstOpen, firstClick, readMeasured } = difference
  const firsts: Partial<Record<EventKind, boolean>> = { open: firstOpen, click: firstClick, read: readMeasured > 0 }
  return [...added]
    .sort((a, b) => Number(b.implied) - Number(a.implied))
    .map((event) => {
      const { id, type, at, linkId, verdict, durationMs, detail } = event
      const counted = isHeadline(event)
      const first = counted && firsts[type] === true
      if (first) firsts[type] = false
      const { id: messageId, campaignId, ref } = message
      return { id, type, at, messageId, campaignId, ref, linkId, verdict, durationMs, detail, counted, first }
    })
}
