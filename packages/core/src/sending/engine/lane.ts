import type { Composer } from '../../content/composer.ts'
import { domainOf, parseMailbox } from '../../recipients/address.ts'
import type { CampaignRecord, ClaimedMessage } from '../../store/records.ts'
import type { ThrottleLimit } from '../../store/throttle-store.ts'
import { campaignLimits, slowest } from '../policy/throttle.ts'

/** A message this sender has claimed. */
export interface Entry {
  readonly lane: Lane
  readonly message: ClaimedMessage
  /** When it may leave, by the time of this process. */
  fireAt: number
}

/** A time of this process that is always past. */
export const anyTime = Number.NEGATIVE_INFINITY

/**
 * One campaign being sent by this process: what it has claimed, and when it may claim more. Times are those of this
 * process (`monotonic`).
 */
export interface Lane {
  readonly id: number
  campaign: CampaignRecord
  composer: Composer
  /** The campaign's limits and the installation's. */
  limits: ThrottleLimit[]
  /** The least distance between two sends of this campaign, where no burst is allowed. */
  spacingMs: number
  /** Names of the headers that the campaign sets itself, lower case. */
  ownHeaders: ReadonlySet<string>
  fromDomain: string
  /** Claimed, with a slot. */
  ready: Entry[]
  /** Claimed, without a slot yet. */
  waiting: Entry[]
  inFlight: number
  claiming: boolean
  /** Until then limits hold it back, as far as that was counted. */
  heldUntil: number
  /** No claim before this time. */
  claimAt: number
  /** The last claim found nothing that is due. */
  exhausted: boolean
  lastFiredAt: number
  /** Begun, and waiting for their time to leave. */
  poised: number
  /** Messages refused in a row for reasons that are not the recipient's. */
  refusals: number
  /** Being sent no more; what comes back from its messages is still stored. */
  closed: boolean
}

export function createLane(campaign: CampaignRecord, composer: Composer, installation: readonly ThrottleLimit[]): Lane {
  const lane: Lane = {
    id: campaign.id,
    campaign,
    composer,
    limits: [],
    spacingMs: 0,
    ownHeaders: new Set(),
    fromDomain: '',
    ready: [],
    waiting: [],
    inFlight: 0,
    claiming: false,
    heldUntil: anyTime,
    claimAt: anyTime,
    exhausted: false,
    lastFiredAt: anyTime,
    poised: 0,
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
  composer: Composer,
  installation: readonly ThrottleLimit[],
): void {
  const own = campaignLimits(campaign.id, campaign.options)
  lane.campaign = campaign
  lane.composer = composer
  lane.limits = [...own, ...installation]
  lane.spacingMs = slowest(own.filter((limit) => limit.burst === 1))
  lane.ownHeaders = new Set(Object.keys(campaign.options.headers).map((name) => name.toLowerCase()))
  lane.fromDomain = domainOf(parseMailbox(campaign.from, 'from').address)
}

/** Everything claimed and not yet handed over, taken out of the lane. */
export function emptyLane(lane: Lane): Entry[] {
  const entries = [...lane.ready, ...lane.waiting]
  lane.ready = []
  lane.waiting = []
  return entries
}

/** Takes the slots of a domain's messages back; they are asked for again, under the limits of now. */
export function unslot(lane: Lane, domain: string): void {
  const theirs = lane.ready.filter((entry) => domainOf(entry.message.email) === domain)
  if (theirs.length === 0) return
  lane.ready = lane.ready.filter((entry) => !theirs.includes(entry))
  for (const entry of theirs) entry.fireAt = anyTime
  lane.waiting.push(...theirs)
  lane.claimAt = anyTime
}
