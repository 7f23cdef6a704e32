import type { CampaignOptions } from '../../domain/campaign.ts'
import { lastTime, openTimes } from '../../domain/open-times.ts'
import { recipientZone } from '../../domain/sending-hours.ts'

/** A slot taken within the hours may be used so long after their end. */
const graceMs = 5_000

type MergeData = Record<string, unknown>

/** When messages of one campaign may leave, by its hours and its last time. All times are wall time. */
export interface SendingTimes {
  /** Nothing leaves from then on; infinite where there is no such time. */
  readonly endsAt: number
  /**
   * When the campaign as a whole may send next, `at` where it may then; never later than `endsAt`. Where each
   * recipient's time zone decides, the whole may always.
   */
  opensAt(at: number): number
  /** When the campaign as a whole may send no more, of one that may at this moment. */
  closesAt(at: number): number
  /** Whether a message may leave at this moment, also if its slot was taken a little earlier. */
  mayLeave(data: MergeData, at: number): boolean
  /** When a message is due that is otherwise due at `at`: at the next opening for it, at `endsAt` at the latest. */
  dueAt(data: MergeData, at: number): number
}

export function sendingTimes(options: CampaignOptions): SendingTimes {
  const hours = options.hours ?? null
  const endsAt = lastTime(options)
  if (hours === null) {
    return {
      endsAt,
      opensAt: (at) => at,
      closesAt: () => endsAt,
      mayLeave: (_, at) => at < endsAt,
      dueAt: (_, at) => Math.min(at, endsAt),
    }
  }
  const times = openTimes(hours)
  const opening = (data: MergeData, at: number) => Math.max(times(data, at).opensAt, at)
  const asWhole = hours.timeZone !== recipientZone
  return {
    endsAt,
    opensAt: (at) => Math.max(Math.min(asWhole ? opening({}, at) : at, endsAt), at),
    closesAt: (at) => Math.min(asWhole ? times({}, at).closesAt : endsAt, endsAt),
    mayLeave: (data, at) => at < endsAt && (opening(data, at) <= at || opening(data, at - graceMs) <= at - graceMs),
    dueAt: (data, at) => Math.min(opening(data, at), endsAt),
  }
}
