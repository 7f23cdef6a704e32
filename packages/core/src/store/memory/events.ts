import type { EventGroup, EventStore, GroupResult, Judge } from '../port/event-store.ts'
import type { EventRecord } from '../port/records.ts'
import { isErasedAddress } from '../rules/erased.ts'
import { countVerdicts, emptyGroupResult } from '../rules/group-result.ts'
import { type JudgedHits, judgeHits, type NumberedHit, recentOf } from '../rules/judge-hits.ts'
import { recordedEvents } from '../rules/recorded-events.ts'
import { countAggregate, countMessage } from './counting.ts'
import { type KeysetOrder, pageBy } from './keyset.ts'
import { reclassify } from './reclassify.ts'
import { type CampaignRow, campaignRow, copy, type MemoryState, type MessageRow, messageRow } from './state.ts'

const newestFirst: KeysetOrder = {
  kind: 'events',
  parts: [
    { type: 'number', order: 'desc' },
    { type: 'number', order: 'desc' },
  ],
}

export function memoryEvents(state: MemoryState): EventStore {
  return {
    record: async (group, judge) => record(state, copy(group), judge),
    async list(messageId, request) {
      const events = messageRow(state, messageId)?.events ?? []
      const page = pageBy(events, request, newestFirst, (event) => [event.at, event.id])
      const withUrl = (event: EventRecord) => ({ ...event, url: state.links.get(event.linkId ?? 0)?.url ?? null })
      return copy({ items: page.items.map(withUrl), next: page.next })
    },
    reclassify: async (campaignId, lookBackMs, judge) => reclassify(state, campaignId, lookBackMs, judge),
  }
}

/** Judges everything before anything is stored, so that a judge that throws leaves the group unstored. */
function record(state: MemoryState, group: EventGroup, judge: Judge): GroupResult {
  const result = emptyGroupResult()
  if (group.sequence <= (state.recorders.get(group.recorder) ?? -Infinity)) return { ...result, stored: false }
  const { messages, campaigns } = subjectsOf(state, group)
  const judgedMessages = [...messages].map(([row, hits]) => {
    const since = earliest(hits) - group.lookBackMs
    const stored = copy(
      recentOf(
        row.events.filter(({ implied }) => !implied),
        since,
      ),
    )
    return { row, judged: judgeHits(copy(row.record), row.record.campaignId, stored, hits, group.lookBackMs, judge) }
  })
  const judgedCampaigns = [...campaigns].map(([row, hits]) => ({ row, judged: judgeAlone(row, hits, judge) }))

  const campaignIds = new Set<number>()
  state.recorders.set(group.recorder, group.sequence)
  for (const { row, judged } of judgedMessages) {
    const { difference, added, changed } = countMessage(state, row, judged)
    if (changed) campaignIds.add(row.record.campaignId)
    if (group.withEvents === true) result.recorded.push(...recordedEvents(row.record, added, difference))
    result.events += judged.added.length
    countVerdicts(result, judged.added)
  }
  for (const { row, judged } of judgedCampaigns) {
    if (countAggregate(state, row, judged)) campaignIds.add(row.record.id)
    result.events += judged.added.length
    countVerdicts(result, judged.added)
  }
  return { ...result, campaignIds: [...campaignIds] }
}

const earliest = (hits: readonly NumberedHit[]): number => hits.reduce((at, { hit }) => Math.min(at, hit.at), Infinity)

/** Sorts a group's hits by their message or campaign; hits of what no longer exists are left out. */
function subjectsOf(state: MemoryState, { hits }: EventGroup) {
  const messages = new Map<MessageRow, NumberedHit[]>()
  const campaigns = new Map<CampaignRow, NumberedHit[]>()
  for (const [i, hit] of hits.entries()) {
    const linkId = hit.linkId !== null && state.links.has(hit.linkId) ? hit.linkId : null
    const numbered = { number: i + 1, hit: { ...hit, linkId } }
    const message = hit.messageId === null ? undefined : messageRow(state, hit.messageId)
    if (message !== undefined) {
      if (!isErasedAddress(message.record.email)) messages.set(message, [...(messages.get(message) ?? []), numbered])
      continue
    }
    const campaign = hit.messageId === null ? campaignRow(state, hit.campaignId ?? 0) : undefined
    if (campaign !== undefined) campaigns.set(campaign, [...(campaigns.get(campaign) ?? []), numbered])
  }
  return { messages, campaigns }
}

/** Aggregate hits are not attributable to a recipient, so none of them says anything of another. */
function judgeAlone({ record: { id } }: CampaignRow, hits: readonly NumberedHit[], judge: Judge): JudgedHits {
  const alone = hits.map((hit) => judgeHits(undefined, id, [], [hit], 0, judge))
  return { added: alone.flatMap(({ added }) => added), changed: [] }
}
