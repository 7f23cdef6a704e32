import {
  addAnswers,
  addToHour,
  isUnchanged,
  type MessageTally,
  type NewFlag,
  readTimeBucket,
  type TallyDifference,
  tallyDifference,
} from '@sillage/core/store'
import {
  addToCampaign,
  addToPrograms,
  addToReadTimes,
  type CampaignCounter,
  type Differences,
  hoursOf,
} from '../counters.ts'
import type { CountedMessage } from '../rows/message-row.ts'

const flagCounters = {
  unsubscribes: 'unsubscribes',
  bounces: 'bounces',
  hardBounces: 'hard_bounces',
  complaints: 'complaints',
} as const satisfies Record<NewFlag['counter'], CampaignCounter>

/**
 * What a message's change means for its campaign, links and timeline; also whether it changes anything there. `flags`
 * are those it got.
 */
export function addMessageDifference(
  differences: Differences,
  message: Pick<CountedMessage, 'campaignId' | 'sentAt'>,
  before: MessageTally,
  after: MessageTally,
  flags: readonly NewFlag[] = [],
): TallyDifference & { unchanged: boolean } {
  const { campaignId } = message
  const difference = tallyDifference(before, after)
  for (const { counter, reason } of flags) {
    addToCampaign(differences, campaignId, flagCounters[counter], 1)
    if (reason !== null) addToCampaign(differences, campaignId, `unsubscribes_${reason}`, 1)
  }
  addAnswers(hoursOf(differences, campaignId), message, difference, flags)
  const unchanged = isUnchanged(difference)
  if (unchanged) return { ...difference, unchanged: flags.length === 0 }
  addFigures(differences, campaignId, difference)
  addToCampaign(differences, campaignId, 'opens_unique', difference.opens.unique)
  addToCampaign(differences, campaignId, 'clicks_unique', difference.clicks.unique)
  addToCampaign(differences, campaignId, 'read_ms', difference.readMs)
  addToCampaign(differences, campaignId, 'read_measured', difference.readMeasured)
  if (before.readMs !== after.readMs) {
    if (before.readMs !== null) addToReadTimes(differences, campaignId, readTimeBucket(before.readMs), -1)
    if (after.readMs !== null) addToReadTimes(differences, campaignId, readTimeBucket(after.readMs), 1)
  }
  for (const [id, { unique }] of difference.links) addToLink(differences, id, { total: 0, unique })
  return { ...difference, unchanged }
}

/** Totals, which aggregate events have too; it is unknown how many people caused those, so they are never unique. */
export function addFigures(
  differences: Differences,
  campaignId: number,
  { opens, clicks, links, hours, programs }: TallyDifference,
): void {
  addToCampaign(differences, campaignId, 'opens_total', opens.total)
  addToCampaign(differences, campaignId, 'opens_machine', opens.machine)
  addToCampaign(differences, campaignId, 'opens_early', opens.early)
  addToCampaign(differences, campaignId, 'clicks_total', clicks.total)
  addToCampaign(differences, campaignId, 'clicks_machine', clicks.machine)
  addToCampaign(differences, campaignId, 'clicks_early', clicks.early)
  for (const [id, { total }] of links) addToLink(differences, id, { total, unique: 0 })
  addToPrograms(differences, campaignId, programs)
  for (const [hour, counts] of hours) addToHour(hoursOf(differences, campaignId), hour, counts)
}

function addToLink({ links }: Differences, id: number, { total, unique }: { total: number; unique: number }): void {
  const sum = links.get(id) ?? { total: 0, unique: 0 }
  links.set(id, { total: sum.total + total, unique: sum.unique + unique })
}
