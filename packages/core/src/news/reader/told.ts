import { createHmac } from 'node:crypto'
import type { SillageEvent } from '../../domain/fact.ts'
import type { OutboxFact, StoredFact } from '../../store/port/outbox-store.ts'
import type { Wanted } from '../../store/port/webhook-store.ts'
import { factOf, isHit, type Made, refOf } from '../recorded-news.ts'

/** A stored fact as it is passed on. */
export interface Told {
  event: SillageEvent
  /** A hit that counts in no headline figure. */
  machine: boolean
  /** The message that it is about. */
  messageId: number | null
}

/**
 * Makes facts of what is stored. Their ids are made of their rows, so that each has the same id in every
 * process and at every try; of a keyed digest, because a number would say how much happens to other tenants.
 */
export function createTold(key: Buffer): (stored: StoredFact) => Told | undefined {
  const idOf = (row: string) => `evt_${createHmac('sha256', key).update(row).digest('base64url').slice(0, 24)}`
  return (stored) => {
    const row = 'event' in stored ? stored.event : stored.fact
    const made = 'event' in stored ? factOf(stored.event, stored.event) : outboxFact(stored.fact)
    if (made === undefined) return undefined
    const id = idOf('event' in stored ? `event ${row.id}` : `outbox ${row.id}`)
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
