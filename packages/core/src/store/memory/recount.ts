import type { CampaignRecord, LinkRecord } from '../port/records.ts'
import {
  type Counters,
  campaignCounters,
  counterDifferences,
  linkCounter,
  messageCounter,
  timelineCounter,
} from '../rules/counters.ts'
import { emptyTally, hourOf, type MessageTally, tallyEvents } from '../rules/ledger.ts'
import { counterOf } from './campaign-status.ts'
import { showTally } from './counting.ts'
import { type CampaignRow, campaignRow, type MemoryState, type MessageRow } from './state.ts'

type Timeline = CampaignRow['timeline']

/** Counts a campaign again and repairs what differs. */
export function recount(state: MemoryState, campaignId: number): Record<string, { was: number; is: number }> {
  const campaign = campaignRow(state, campaignId)
  if (campaign === undefined || campaign.purged === 'messages') return {}
  const links = state.linksByCampaign.get(campaignId) ?? []
  const was = allCounters(campaign, links)
  if (campaign.purged === 'nothing') {
    for (const row of campaign.messages.values()) recountMessage(row)
    campaign.tally = tallyEvents(campaign.events)
    recountLinks(campaign, links)
    campaign.timeline = timelineOf(campaign)
  }
  recountHead(campaign)
  return counterDifferences(was, allCounters(campaign, links))
}

function recountMessage(row: MessageRow): void {
  row.tally = tallyEvents(row.events)
  showTally(row, row.tally)
}

function talliesOf({ messages }: CampaignRow): MessageTally[] {
  return [...messages.values()].map(({ tally }) => tally ?? emptyTally())
}

function recountLinks(campaign: CampaignRow, links: readonly LinkRecord[]): void {
  const tallies = talliesOf(campaign)
  for (const link of links) {
    const clicks = tallies.map((tally) => tally.links.get(link.id) ?? 0)
    link.total = sum(clicks) + (campaign.tally.links.get(link.id) ?? 0)
    link.unique = clicks.filter((number) => number > 0).length
  }
}

function timelineOf(campaign: CampaignRow): Timeline {
  const timeline: Timeline = new Map()
  const bucket = (hour: number) => {
    const counts = timeline.get(hour) ?? { sent: 0, opens: 0, clicks: 0 }
    timeline.set(hour, counts)
    return counts
  }
  for (const { record } of campaign.messages.values()) if (record.sentAt !== null) bucket(hourOf(record.sentAt)).sent++
  for (const { hours } of [...talliesOf(campaign), campaign.tally]) {
    for (const [hour, { opens, clicks }] of hours) {
      bucket(hour).opens += opens
      bucket(hour).clicks += clicks
    }
  }
  return timeline
}

function recountHead({ record, messages, tally }: CampaignRow): void {
  const rows = [...messages.values()].map((row) => row.record)
  const counts = { total: rows.length, queued: 0, sent: 0, failed: 0, skipped: 0, unknown: 0 }
  for (const row of rows) counts[counterOf[row.state]]++
  const reads = rows.flatMap((row) => row.readMs ?? [])
  const figures: Partial<CampaignRecord> = {
    ...counts,
    opens: {
      total: sum(rows.map((row) => row.opens)) + tally.opens,
      unique: rows.filter((row) => row.opens > 0).length,
      machine: sum(rows.map((row) => row.machineOpens)) + tally.machineOpens,
      tracked: rows.filter((row) => row.tracked.opens).length,
    },
    clicks: {
      total: sum(rows.map((row) => row.clicks)) + tally.clicks,
      unique: rows.filter((row) => row.clicks > 0).length,
      machine: sum(rows.map((row) => row.machineClicks)) + tally.machineClicks,
      tracked: rows.filter((row) => row.tracked.clicks).length,
    },
    bounces: rows.filter((row) => row.bouncedAt !== null).length,
    hardBounces: rows.filter((row) => row.hardBouncedAt !== null).length,
    complaints: rows.filter((row) => row.complainedAt !== null).length,
    unsubscribes: rows.filter((row) => row.unsubscribedAt !== null).length,
    readMs: sum(reads),
    readMeasured: reads.length,
  }
  Object.assign(record, figures)
}

function allCounters({ record, messages, timeline }: CampaignRow, links: readonly LinkRecord[]): Counters {
  const counters = campaignCounters(record)
  for (const { id, total, unique } of links) {
    counters[linkCounter(id, 'total')] = total
    counters[linkCounter(id, 'unique')] = unique
  }
  for (const [hour, counts] of timeline) {
    for (const name of ['sent', 'opens', 'clicks'] as const) counters[timelineCounter(hour, name)] = counts[name]
  }
  for (const { record: row } of messages.values()) {
    for (const name of ['opens', 'clicks', 'machineOpens', 'machineClicks', 'readMs'] as const) {
      counters[messageCounter(row.id, name)] = row[name] ?? 0
    }
  }
  return counters
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
