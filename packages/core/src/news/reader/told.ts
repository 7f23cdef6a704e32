import type { SillageEvent } from '../../domain/fact.ts'
import type { OutboxFact, StoredFact } from '../../store/port/outbox-store.ts'
import type { Wanted } from '../../store/port/webhook-store.ts'
import type { FactIds } from '../fact-ids.ts'
import { factOf, isHit, type Made, refOf } from '../recorded-news.ts'

/** A stored fact as it is passed on. */
export interface Told {
  event: SillageEvent
  /** A hit that counts in no headline figure. */
  machine: boolean
  /** The message that it is about. */
  messageId: number | null
}

/** Makes facts of what is stored. */
export function createTold(ids: FactIds): (stored: StoredFact) => Told | undefined {
  return (stored) => {
    const row = 'event' in stored ? stored.event : stored.fact
    const made = 'event' in stored ? factOf(stored.event, stored.event) : outboxFact(stored.fact)
    if (made === undefined) return undefined
    const id = 'event' in stored ? ids.ofEvent(row.id) : ids.of(made, row.at)
    const about = { id, timestamp: new Date(row.at).toISOString(), owner: row.owner }
    return {
      event: { ...about, ...made } as SillageEvent,
      machine: 'event' in stored && isHit(stored.event) && !stored.event.counted,
      messageId: row.messageId,
    }
  }
}

function outboxFact({ type, messageId, campaignId, ref, stream, detail }: OutboxFact): Made {
  const subject =
    messageId !== null && campaignId !== null
      ? refOf({ messageId, campaignId, ref, stream })
      : campaignId === null
        ? {}
        : { campaignId: String(campaignId) }
  return { type, data: { ...subject, ...detail } } as Made
}

/** True of a fact that is asked for. `owner` undefined: everybody's. */
export const isWanted = (
  { types, machines, owner }: Wanted & { owner: string | null | undefined },
  { event, machine }: Told,
): boolean =>
  (owner === undefined || owner === event.owner) &&
  (machines || !machine) &&
  (types as readonly string[]).some((type) => type === '*' || type === event.type)
