import { type TimeZone, timeZone } from '../kit/time-zone.ts'
import type { CampaignOptions } from './campaign.ts'
import { type OpenSpan, openSpan, recipientZone, type SendingHours } from './sending-hours.ts'

/** More than there are time zones. */
const mostZones = 1_000
const longestName = 64

/**
 * The span that holds a moment or comes next after it, for a recipient by their merge data. Those of the moments asked
 * for last are kept, one for each time zone, because many recipients share it.
 */
export function openTimes(hours: SendingHours): (data: Record<string, unknown>, at: number) => OpenSpan {
  const zoneOf = zones(hours)
  const known = new Map<TimeZone, { asked: number; span: OpenSpan }>()
  return (data, at) => {
    const zone = zoneOf(data)
    const last = known.get(zone)
    if (last !== undefined && at >= last.asked && at < last.span.closesAt) return last.span
    const span = openSpan(hours, zone, at)
    if (known.size >= mostZones) known.clear()
    known.set(zone, { asked: at, span })
    return span
  }
}

function zones({
  timeZone: name,
  fallbackTimeZone = 'UTC',
}: SendingHours): (data: Record<string, unknown>) => TimeZone {
  if (name !== recipientZone) {
    const one = existing(name)
    return () => one
  }
  const fallback = existing(fallbackTimeZone)
  return (data) => {
    const own = Object.hasOwn(data, 'timeZone') ? data.timeZone : undefined
    return (typeof own === 'string' && own.length <= longestName ? timeZone(own.trim()) : undefined) ?? fallback
  }
}

/** A zone that was checked when it was given; one that this platform does not know is UTC. */
function existing(name: string): TimeZone {
  return timeZone(name) ?? { offsetAt: () => 0 }
}

/** From when on nothing of a campaign leaves; of those stored before this setting there is none. */
export const lastTime = ({ notAfter }: Pick<CampaignOptions, 'notAfter'>): number =>
  notAfter === null || notAfter === undefined ? Number.POSITIVE_INFINITY : Date.parse(notAfter)
