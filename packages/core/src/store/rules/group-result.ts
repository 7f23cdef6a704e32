import type { EventKind } from '../../domain/event.ts'
import type { GroupResult } from '../port/event-store.ts'
import type { EventRecord } from '../port/records.ts'

const requests = new Set<EventKind>(['open', 'click', 'read', 'view'])

/** The result of a group before its first hit, a new one on each call. */
export const emptyGroupResult = (): GroupResult => ({
  stored: true,
  events: 0,
  verdicts: {},
  campaignIds: [],
  recorded: [],
})

/**
 * Adds the hits of stored events to a group's `verdicts`, in place: opens, clicks, reads and views, a merged flood as
 * often as it came. What people decided and servers answered (unsubscribe, consent, bounce, complaint) is not a hit.
 */
export function countVerdicts(
  { verdicts }: Pick<GroupResult, 'verdicts'>,
  added: readonly Pick<EventRecord, 'type' | 'verdict' | 'count'>[],
): void {
  for (const { type, verdict, count } of added)
    if (requests.has(type)) verdicts[verdict] = (verdicts[verdict] ?? 0) + count
}
