import type { Judge } from '../port/event-store.ts'
import type { EventRecord } from '../port/records.ts'
import { rejudgeEvents } from '../rules/judge-hits.ts'
import { emptyTally } from '../rules/ledger.ts'
import { commitAggregate, commitMessage, keepImplied, withJudged } from './counting.ts'
import { campaignRow, copy, type MemoryState } from './state.ts'

/** Judges a campaign's stored events again and corrects what they count for; returns how many verdicts changed. */
export function reclassify(state: MemoryState, campaignId: number, lookBackMs: number, judge: Judge): number {
  const campaign = campaignRow(state, campaignId)
  if (campaign === undefined) return 0
  let verdicts = 0
  for (const row of campaign.messages.values()) {
    const changed = rejudgeEvents(copy(row.record), copy(row.events), lookBackMs, judge)
    if (changed.length === 0) continue
    verdicts += otherVerdicts(row.events, changed)
    const after = withJudged(state, { events: row.events, tally: row.tally ?? emptyTally() }, { added: [], changed })
    keepImplied(state, after)
    commitMessage(state, row, after)
  }
  const changed = campaign.events.flatMap((event) => rejudgeEvents(undefined, [copy(event)], lookBackMs, judge))
  verdicts += otherVerdicts(campaign.events, changed)
  commitAggregate(state, campaign, withJudged(state, campaign, { added: [], changed }))
  return verdicts
}

function otherVerdicts(before: readonly EventRecord[], changed: readonly EventRecord[]): number {
  const was = new Map(before.map((event) => [event.id, event.verdict]))
  return changed.filter((event) => was.get(event.id) !== event.verdict).length
}
