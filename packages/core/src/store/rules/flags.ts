import type { EventKind } from '../../domain/event.ts'
import { type UnsubscribeReason, unsubscribeReasons } from '../../domain/recipient.ts'
import type { EventRecord, MessageRecord } from '../port/records.ts'

/**
 * What a message keeps once: when it came first, in this field; the counter that its campaign adds 1 to then, and the
 * count of the hour in which it was sent.
 */
export type MessageFlag =
  | { readonly at: 'unsubscribedAt'; readonly counter: 'unsubscribes'; readonly hourly: 'unsubscribed' }
  | { readonly at: 'bouncedAt'; readonly counter: 'bounces'; readonly hourly: 'bounced' }
  | { readonly at: 'hardBouncedAt'; readonly counter: 'hardBounces'; readonly hourly: 'hardBounced' }
  | { readonly at: 'complainedAt'; readonly counter: 'complaints'; readonly hourly: 'complained' }

const bounced: MessageFlag = { at: 'bouncedAt', counter: 'bounces', hourly: 'bounced' }
const hardBounced: MessageFlag = { at: 'hardBouncedAt', counter: 'hardBounces', hourly: 'hardBounced' }
const flags: Partial<Record<EventKind, readonly MessageFlag[]>> = {
  unsubscribe: [{ at: 'unsubscribedAt', counter: 'unsubscribes', hourly: 'unsubscribed' }],
  bounce: [bounced],
  complaint: [{ at: 'complainedAt', counter: 'complaints', hourly: 'complained' }],
}
const hardBounce: readonly MessageFlag[] = [bounced, hardBounced]

/**
 * A flag that a message did not have, with the time it came; and what was said for an unsubscription, where anything
 * was.
 */
export type NewFlag = MessageFlag & { readonly time: number; readonly reason: UnsubscribeReason | null }

/** The flags that new events of a message set: each once, where the message does not have it yet. Pure. */
export function newFlags(
  message: Pick<MessageRecord, MessageFlag['at']>,
  added: readonly Pick<EventRecord, 'type' | 'detail' | 'head' | 'at'>[],
): NewFlag[] {
  const found = new Map<MessageFlag['at'], NewFlag>()
  for (const event of added) {
    for (const flag of flagsOf(event)) {
      if (message[flag.at] !== null || found.has(flag.at)) continue
      found.set(flag.at, { ...flag, time: event.at, reason: flag.at === 'unsubscribedAt' ? reasonOf(event) : null })
    }
  }
  return [...found.values()]
}

const toldOnce: readonly EventKind[] = ['bounce', 'complaint']

/** Whether an event counts once for a message: what a report says again, by whichever way, is the same answer. Pure. */
export const countsOnce = ({ type }: Pick<EventRecord, 'type'>): boolean => toldOnce.includes(type)

/** Whether an event says of a message only what is known already: a soft bounce of one that bounced, say. Pure. */
export const isRepeated = (
  message: Pick<MessageRecord, MessageFlag['at']>,
  event: Pick<EventRecord, 'type' | 'detail' | 'head'>,
): boolean => countsOnce(event) && flagsOf(event).every(({ at }) => message[at] !== null)

/** A bounce is hard only where its detail says `permanent: true`: one of which that is not known may pass. */
function flagsOf({ type, detail, head }: Pick<EventRecord, 'type' | 'detail' | 'head'>): readonly MessageFlag[] {
  if (head) return []
  return type === 'bounce' && detail?.permanent === true ? hardBounce : (flags[type] ?? [])
}

const reasonOf = ({ detail }: Pick<EventRecord, 'detail'>): UnsubscribeReason | null =>
  unsubscribeReasons.find((reason) => reason === detail?.reason) ?? null
