import { eventKinds } from '../../domain/event.ts'
import type { RetainedClass, Retention } from '../../store/port/privacy-store.ts'
import type { RetentionOptions } from './retention.ts'

/** Days by class; a class that is not named is kept for ever. */
export type KeptDays = Partial<Record<RetainedClass, number>>

/** Messages first, because their events go with them. */
export const retainedClasses: readonly RetainedClass[] = ['messages', ...eventKinds, 'personal']

const DAY_MS = 86_400_000
/** How long a link in a mail opts out after its message is gone: longer than laws of this field ask for. */
const GONE_DAYS = 60
/** A stream has no second message with a key for so long, whatever the retention. */
const KEY_DAYS = 60
/** A soft bounce that is older says nothing of an address any more. */
export const SOFT_BOUNCE_DAYS = 90

export function keptDays({ eventDays, personalDays, messageDays }: RetentionOptions = {}): KeptDays {
  const byType =
    typeof eventDays === 'number' ? Object.fromEntries(eventKinds.map((type) => [type, eventDays])) : eventDays
  const given: { [Class in RetainedClass]?: number | undefined } = {
    ...byType,
    personal: personalDays,
    messages: messageDays,
  }
  return Object.fromEntries(Object.entries(given).filter(([, days]) => days !== undefined))
}

/** What is too old at `now`, of all these classes. */
export function retentionAt(days: KeptDays, now: number): Retention {
  const { personal, messages, ...byType } = Object.fromEntries(
    Object.entries(days).map(([name, count]) => [name, now - count * DAY_MS]),
  ) as KeptDays
  return {
    ...(Object.keys(byType).length === 0 ? {} : { eventsBefore: byType }),
    ...(personal === undefined ? {} : { personalBefore: personal }),
    ...(messages === undefined ? {} : { messagesBefore: messages, keysBefore: now - KEY_DAYS * DAY_MS }),
  }
}

/**
 * What is deleted one after the other: a class each, so that a step works on one and its rows can be named. What facts
 * are made of stays for so long that readers who are `unreadMs` behind miss none; addresses and browsers are no part of
 * them.
 */
export function purgeParts(
  retention: RetentionOptions | undefined,
  now: number,
  { unreadMs, may = () => true }: { unreadMs: number; may?: (name: RetainedClass) => boolean },
): { name: RetainedClass | 'gone'; part: Retention }[] {
  const days = keptDays(retention)
  const named = retainedClasses.flatMap((name) => {
    const count = days[name]
    return count === undefined || !may(name)
      ? []
      : [{ name, part: retentionAt({ [name]: count }, name === 'personal' ? now : now - unreadMs) }]
  })
  const before = { goneBefore: now - GONE_DAYS * DAY_MS, softBouncesBefore: now - SOFT_BOUNCE_DAYS * DAY_MS }
  return [...named, { name: 'gone', part: before }]
}
