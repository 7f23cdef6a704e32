import { domainOf } from '../../recipients/address.ts'
import { readMailbox } from '../../recipients/read-mailbox.ts'
import type { CampaignRecord, ClaimedMessage } from '../../store/port/records.ts'
import type { ThrottleLimit } from '../../store/port/throttle-store.ts'
import type { BoundComposer, ComposedBy } from '../composers.ts'
import { type SendingTimes, sendingTimes } from '../policy/sending-times.ts'
import { campaignLimits, slowest } from '../policy/throttle.ts'

/** A message this sender has claimed. */
export interface Entry {
  readonly lane: Lane
  readonly message: ClaimedMessage
  /** Its slot: when it may leave, by the time of this process; `anyTime` without one. */
  slotAt: number
  /** The server that the slot is of, where servers have limits. */
  server: number | undefined
}

/** The order in which messages leave. */
export const bySlot = (a: Entry, b: Entry): number => (a.slotAt < b.slotAt ? -1 : Number(a.slotAt > b.slotAt))

/** A time of this process that is always past. */
export const anyTime = Number.NEGATIVE_INFINITY

/**
 * One campaign being sent by this process: what it has claimed, and when it may claim more. Times are those of this
 * process (`monotonic`).
 */
export interface Lane {
  readonly id: number
  campaign: CampaignRecord
  /** What its mails are made of; undefined for a stream of which each message has its own content. */
  mail: LaneMail | undefined
  /** The campaign's limits and the installation's. */
  limits: ThrottleLimit[]
  /** The least distance between two sends of this campaign, where no burst is allowed. */
  spacingMs: number
  /** Its hours and its last time. */
  times: SendingTimes
  /** Claimed, with a slot. */
  withSlot: Entry[]
  /** Claimed, without a slot yet. */
  withoutSlot: Entry[]
  inFlight: number
  claiming: boolean
  /** Until then limits hold it back, as far as that was counted. */
  heldUntil: number
  /** The last claim found nothing more that is due. */
  exhausted: boolean
  /** When its last message left. */
  lastSentAt: number
  /** How many are marked as being sent, and wait for their slot. */
  awaitingSlot: number
  /** Messages refused in a row for reasons that are not the recipient's. */
  refusals: number
  /** Being sent no more; what comes back from its messages is still stored. */
  closed: boolean
}

/** What mails are made of that have the same content. */
export interface LaneMail {
  /** With that content. */
  campaign: CampaignRecord
  composer: BoundComposer
  /** Names of the headers that it sets itself, lower case, and of those that it is not to have. */
  ownHeaders: ReadonlySet<string>
  fromDomain: string
}

/** What is the same in all mails of a content. */
export function laneMail({ campaign, composer }: ComposedBy): LaneMail {
  const own = Object.keys(campaign.options.headers).map((name) => name.toLowerCase())
  return {
    campaign,
    composer,
    // A receipt is not unsubscribed from.
    ownHeaders: new Set(campaign.transactional ? [...own, 'list-unsubscribe'] : own),
    fromDomain: domainOf(readMailbox(campaign.from, 'from').address),
  }
}

export function createLane(
  campaign: CampaignRecord,
  composer: BoundComposer | undefined,
  installation: readonly ThrottleLimit[],
): Lane {
  const lane: Lane = {
    id: campaign.id,
    campaign,
    mail: undefined,
    limits: [],
    spacingMs: 0,
    times: sendingTimes(campaign.options),
    withSlot: [],
    withoutSlot: [],
    inFlight: 0,
    claiming: false,
    heldUntil: anyTime,
    exhausted: false,
    lastSentAt: anyTime,
    awaitingSlot: 0,
    refusals: 0,
    closed: false,
  }
  updateLane(lane, campaign, composer, installation)
  return lane
}

/** Takes over a newer version of the campaign. */
export function updateLane(
  lane: Lane,
  campaign: CampaignRecord,
  composer: BoundComposer | undefined,
  installation: readonly ThrottleLimit[],
): void {
  const own = campaignLimits(campaign.id, campaign.options)
  lane.campaign = campaign
  lane.mail = composer === undefined ? undefined : laneMail({ campaign, composer })
  lane.limits = [...own, ...installation]
  lane.spacingMs = slowest(own.filter((limit) => limit.burst === 1))
  lane.times = sendingTimes(campaign.options)
}

/** What has to outlast a lane that is closed because it holds nothing for the moment. */
export type Rest = Pick<Lane, 'lastSentAt' | 'spacingMs' | 'refusals'>

/** True when it holds nothing and nothing of it is under way. */
export const isIdle = ({ claiming, inFlight, withSlot, withoutSlot }: Lane): boolean =>
  !claiming && inFlight === 0 && withSlot.length === 0 && withoutSlot.length === 0

/** Everything claimed and not yet handed over, taken out of the lane. */
export function emptyLane(lane: Lane): Entry[] {
  const entries = [...lane.withSlot, ...lane.withoutSlot]
  lane.withSlot = []
  lane.withoutSlot = []
  return entries
}

/** Takes the slots of some messages back, so that they are asked for again; false when there were none. */
export function takeSlotsBack(lane: Lane, which: (entry: Entry) => boolean): boolean {
  const taken = lane.withSlot.filter(which)
  if (taken.length === 0) return false
  lane.withSlot = lane.withSlot.filter((entry) => !which(entry))
  for (const entry of taken) entry.slotAt = anyTime
  lane.withoutSlot.push(...taken)
  return true
}
