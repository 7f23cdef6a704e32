import type { LinkRecord } from '../port/records.ts'
import { addAggregate, addToCensus, type Census, censusFigures, emptyCensus } from '../rules/census.ts'
import {
  type Counters,
  campaignCounters,
  counterDifferences,
  hourCounters,
  linkCounters,
  messageCounters,
  programCounters,
} from '../rules/counters.ts'
import { emptyTally, tallyEvents } from '../rules/ledger.ts'
import { showTally } from './counting.ts'
import { everyLink } from './own-contents.ts'
import { type CampaignRow, campaignRow, type MemoryState } from './state.ts'

/** Counts a campaign again and repairs what differs. */
export function recount(state: MemoryState, campaignId: number): Record<string, { was: number; is: number }> {
  const campaign = campaignRow(state, campaignId)
  if (campaign === undefined || campaign.purged === 'messages') return {}
  const links = everyLink(state, campaignId)
  const was = allCounters(campaign, links)
  const eventsPurged = campaign.purged === 'events'
  const census = eventsPurged ? countRows(campaign) : countEvents(campaign)
  Object.assign(campaign.record, censusFigures(census, campaign.record, eventsPurged))
  if (!eventsPurged) {
    for (const link of links) Object.assign(link, census.links.get(link.id) ?? { total: 0, unique: 0 })
    campaign.timeline = census.hours
    campaign.programs = census.programs
  }
  return counterDifferences(was, allCounters(campaign, links))
}

/** By messages and their events; the messages' own figures are repaired too. */
function countEvents({ messages, events }: CampaignRow): Census {
  const census = emptyCensus()
  for (const row of messages.values()) {
    row.tally = tallyEvents(row.events)
    showTally(row, row.tally)
    addToCensus(census, row.record, row.tally)
  }
  addAggregate(census, tallyEvents(events))
  return census
}

/** By the messages alone. */
function countRows({ messages }: CampaignRow): Census {
  const census = emptyCensus()
  for (const { record, tally } of messages.values()) addToCensus(census, record, tally ?? emptyTally())
  return census
}

function allCounters({ record, messages, timeline, programs }: CampaignRow, links: readonly LinkRecord[]): Counters {
  const counters = campaignCounters(record)
  for (const link of links) Object.assign(counters, linkCounters(link.id, link))
  for (const [hour, counts] of timeline) Object.assign(counters, hourCounters(hour, counts))
  Object.assign(counters, programCounters(programs))
  for (const { record: row } of messages.values()) Object.assign(counters, messageCounters(row.id, row))
  return counters
}
