import { type Checks, object, whole } from '../domain/expect/index.ts'
import type { SentMessage } from '../store/port/message-store.ts'
import type { Store } from '../store/port/store.ts'
import type { SoftBounce } from '../store/port/suppression-store.ts'
import { holdRecipient } from './hold-recipient.ts'
import { SOFT_BOUNCE_DAYS } from './retention/kept-days.ts'

/**
 * When messages that came back from an address which may be alive (a full mailbox, a server that gave up) say that it
 * is not. Each message counts once, whatever is reported of it; the count begins anew with each sign of life: an open
 * or click by a person, or a later message that did not come back within a week.
 */
export interface SoftBouncePolicy {
  /** How many messages in a row. @default 5 */
  count: number
  /**
   * Days between the first and the last of them, at least: an outage of a receiver returns every message of some days.
   * @default 14
   */
  spanDays: number
  /** Days after which one is forgotten, at most 90. @default 90 */
  forgetDays: number
}

export const softBounceDefault: SoftBouncePolicy = { count: 5, spanDays: 14, forgetDays: SOFT_BOUNCE_DAYS }

const checks: Checks<Partial<SoftBouncePolicy>> = {
  count: whole(1, 1000),
  spanDays: whole(0, SOFT_BOUNCE_DAYS),
  forgetDays: whole(1, SOFT_BOUNCE_DAYS),
}

/** Checks the policy, of which each part may be left out. */
export const softBouncePolicy = object(checks)

const DAY_MS = 86_400_000
/** A message that did not come back for so long has arrived. */
const SILENCE_MS = 7 * DAY_MS

type Stores = Pick<Store, 'messages' | 'suppressions'>

/** A message that came back, and to whom it was. */
interface CameBack {
  id: number
  email: string
  owner: string | null
  at: number
}

/**
 * Counts a message that came back against its address, and holds the address back from everything where that is one
 * too many. Whether it did. Then, and by a sign of life, the count begins anew.
 */
export async function countSoftBounce(
  store: Stores,
  { id, email, owner, at }: CameBack,
  { policy, now, source }: { policy: SoftBouncePolicy; now: number; source: string },
): Promise<boolean> {
  const known = await store.suppressions.addSoftBounce(
    { owner, email, messageId: id, at },
    now - policy.forgetDays * DAY_MS,
  )
  if (!isTooMany(known, policy)) return false
  const back = new Set(known.map(({ messageId }) => messageId))
  const sent = await store.messages.sentTo(owner, email, known[0]?.at ?? now)
  const alive = lastSignOfLife(sent, back, now)
  const left = known.filter((bounce) => bounce.at > alive)
  if (!isTooMany(left, policy)) {
    await store.suppressions.forgetSoftBounces(owner, email, alive)
    return false
  }
  const held = await holdRecipient(store, { id }, { owner, email, topic: null }, { reason: 'bounce', at, source })
  await store.suppressions.forgetSoftBounces(owner, email, now)
  return held === 'held'
}

/** Whether these, the oldest first, are enough, and far enough apart. */
function isTooMany(bounces: readonly SoftBounce[], { count, spanDays }: SoftBouncePolicy): boolean {
  const span = (bounces.at(-1)?.at ?? 0) - (bounces[0]?.at ?? 0)
  return bounces.length >= count && span >= spanDays * DAY_MS
}

/** When an address was last known to receive mail; −Infinity: never. */
function lastSignOfLife(messages: readonly SentMessage[], back: ReadonlySet<number>, now: number): number {
  const signs = messages.flatMap(({ id, sentAt, bouncedAt, lastOpenAt, lastClickAt }) => [
    lastOpenAt ?? -Infinity,
    lastClickAt ?? -Infinity,
    // One whose report comes late is known to have come back before that stands with it.
    bouncedAt === null && !back.has(id) && now - sentAt >= SILENCE_MS ? sentAt : -Infinity,
  ])
  return Math.max(-Infinity, ...signs)
}
