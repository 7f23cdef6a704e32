import { periodQuery, streamTimelineQuery } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import type { Period, Timeline, TimelineQuery } from '../domain/stats.ts'
import type { StreamStats } from '../domain/stream.ts'
import { timeZone } from '../kit/time-zone.ts'
import { requireStream } from '../store/find-stream.ts'
import type { LinkRecord } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { toStream } from '../streams/show-stream.ts'
import { headFigures } from './campaign-stats.ts'
import { figuresOf, hoursOf } from './period.ts'
import { timelineOf } from './timeline.ts'

/** Links that a stream's results show. */
const MOST_LINKS = 200
/** Links that are read to find them: of receipts each may have a link of its own. */
const MOST_READ = 5_000

/** A stream has no end, and a chart has no more. */
const MOST_BUCKETS = 1_000

/** What became of the messages of a stream, of all that there were. */
export interface StreamResults {
  /**
   * Head figures. Of its links the 200 that were clicked most, those that differ in query and fragment only as one,
   * found among the 5,000 that were clicked most. With a period, those of the messages that were sent in it, however
   * late they were opened. Throws `not_found` and `invalid_field`.
   */
  stats(key: string, query?: Period): Promise<StreamStats>
  /** As of a campaign (`CampaignResults.timeline`): the newest 1,000 buckets, or the newest of a period. */
  timeline(key: string, query?: TimelineQuery & Period): Promise<Timeline>
}

export function createStreamResults(
  store: Pick<Store, 'campaigns' | 'streams'>,
  owner: string | undefined,
): StreamResults {
  const { campaigns, streams } = store
  return {
    async stats(key, query = {}) {
      const period = hoursOf(parseInput(periodQuery, query))
      const stream = await requireStream({ store, owner }, key)
      if (period.from !== undefined || period.before !== undefined)
        return { stream: toStream(stream), ...figuresOf(await campaigns.timeline(stream.id, period)) }
      const links = grouped(await streams.clickedLinks(stream.id, MOST_READ))
      return { stream: toStream(stream), ...(await headFigures(campaigns, stream, links)) }
    },
    async timeline(key, query = {}) {
      const { bucket = 'hour', timeZone: zone, ...period } = parseInput(streamTimelineQuery, query)
      const hours = hoursOf(period)
      const { id } = await requireStream({ store, owner }, key)
      const timeline = timelineOf(await campaigns.timeline(id, hours), bucket, timeZone(zone ?? 'UTC'))
      return { bucket, items: timeline.items.slice(-MOST_BUCKETS) }
    },
  }
}

/** Links that lead to one page, under the id of the one that was clicked most. */
function grouped(links: readonly LinkRecord[]): LinkRecord[] {
  const pages = new Map<string, LinkRecord>()
  for (const link of links) {
    const url = link.url.replace(/[?#].*$/s, '')
    const { total, unique } = pages.get(url) ?? { total: 0, unique: 0 }
    const sum = { total: total + link.total, unique: unique + link.unique }
    pages.set(url, { ...(pages.get(url) ?? link), url, ...sum })
  }
  return [...pages.values()].sort((a, b) => b.total - a.total).slice(0, MOST_LINKS)
}
