import type { Judge } from '../port/event-store.ts'
import { changedVerdicts, rejudgeEvents } from '../rules/judge-hits.ts'
import { countAggregate, countMessage } from './counting.ts'
import { campaignRow, copy, type MemoryState } from './state.ts'

/** Judges a campaign's stored events again and corrects what they count for; returns how many verdicts changed. */
export function reclassify(state: MemoryState, campaignId: number, lookBackMs: number, judge: Judge): number {
  const campaign = campaignRow(state, campaignId)
  if (campaign === undefined) return 0
  let verdicts = 0
  for (const row of campaign.messages.values()) {
    const changed = rejudgeEvents(copy(row.record), copy(row.events), lookBackMs, judge)
    if (changed.length === 0) continue
    verdicts += changedVerdicts(row.events, changed)
    countMessage(state, row, { added: [], changed })
  }
  const changed = campaign.events.flatMap((event) => rejudgeEvents(undefined, [copy(event)], lookBackMs, judge))
  verdicts += changedVerdicts(campaign.events, changed)
  countAggregate(state, campaign, { added: [], changed })
  return verdicts
}
