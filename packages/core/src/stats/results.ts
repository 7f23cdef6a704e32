import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import type { EventItem } from '../domain/event.ts'
import { parseId } from '../domain/ids.ts'
import { exportQuery, messageQuery, pageQuery, timelineQuery } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import { listing } from '../domain/listing.ts'
import { type ExportQuery, type MessageItem, type MessageQuery, usualOrder } from '../domain/message.ts'
import type { Listing, PageQuery } from '../domain/page.ts'
import type { CampaignStats, Programs, Timeline, TimelineQuery } from '../domain/stats.ts'
import { timeZone } from '../kit/time-zone.ts'
import type { Directory } from '../recipients/directory.ts'
import { requireStream } from '../store/find-stream.ts'
import type { PageRequest } from '../store/port/paging.ts'
import type { Store } from '../store/port/store.ts'
import { readFatRows } from '../store/read-fat-rows.ts'
import { foundCampaign, requireCampaign } from '../store/require-campaign.ts'
import { toEventItem, toMessageItem, toPage } from '../store/to-items.ts'
import { campaignStats } from './campaign-stats.ts'
import { exportCsv, usualSort } from './export-csv.ts'
import { historyOf } from './history.ts'
import { programsOf } from './programs.ts'
import { timelineOf } from './timeline.ts'

/**
 * What became of a campaign. Every call reads counters and indexes, never all messages or events, so that it costs the
 * same at ten hits and at ten million.
 */
export interface CampaignResults {
  /** Head figures of a campaign, the same cost at any size. Throws `not_found`, also for another tenant's. */
  stats(id: string): Promise<CampaignStats>
  /**
   * Ends, opens and clicks by `hour` (default), or by `day` of a time zone; empty buckets are left out. Throws
   * `not_found`, also for another tenant's, and `invalid_field`.
   */
  timeline(id: string, query?: TimelineQuery): Promise<Timeline>
  /**
   * What a campaign was opened and clicked with: programs and devices, people's hits and machines' beside, the most
   * used first. Throws `not_found`, also for another tenant's.
   */
  programs(id: string): Promise<Programs>
}

/**
 * The messages of campaigns and streams: what became of each. All throw `not_found` for what is another tenant's too.
 */
export interface Messages {
  /**
   * The per-contact table of a campaign or stream; with `contactId` a person's history. Throws `not_found`,
   * `invalid_field` and `unknown_field` for a query that makes no sense, and `invalid_cursor` for a cursor of another
   * sort or order.
   */
  list(query: MessageQuery): Listing<MessageItem>
  /** What happened to one message, newest first. Throws `not_found` and `invalid_cursor`. */
  events(id: string, query?: PageQuery): Listing<EventItem>
  /**
   * The whole table as CSV (UTF-8 with BOM) in chunks of up to 500 lines, read as they are taken: only one chunk is in
   * memory. In the order of `list`. Cells that a spreadsheet would run as a formula are neutralised. Resolves once the
   * campaign is known to exist; throws `not_found` before.
   */
  exportCsv(query: ExportQuery): Promise<AsyncIterable<string>>
}

export function createCampaignResults(
  store: Pick<Store, 'campaigns' | 'outages'>,
  clock: Clock,
  owner: string | undefined,
): CampaignResults {
  const { campaigns } = store
  return {
    stats: async (id) => campaignStats({ store, clock }, foundCampaign(await campaigns.get(parseId(id), owner))),
    async timeline(id, query = {}) {
      const { bucket = 'hour', timeZone: zone } = parseInput(timelineQuery, query)
      const campaign = await requireCampaign(campaigns, id, owner)
      return timelineOf(await campaigns.timeline(campaign.id), bucket, timeZone(zone ?? 'UTC'))
    },
    async programs(id) {
      const campaign = await requireCampaign(campaigns, id, owner)
      return programsOf(await campaigns.programs(campaign.id))
    },
  }
}

export function createMessages(
  store: Pick<Store, 'campaigns' | 'streams' | 'messages' | 'events'>,
  directory: Pick<Directory, 'resolve'>,
  owner: string | undefined,
): Messages {
  const { campaigns, messages, events } = store
  /** Exactly one of the two was given, as the schemas say. */
  const whose = ({ campaignId, stream }: { campaignId?: string | undefined; stream?: string | undefined }) =>
    stream === undefined ? requireCampaign(campaigns, campaignId ?? '', owner) : requireStream({ store, owner }, stream)
  return {
    list: (query) =>
      listing(messageQuery, query, async ({ campaignId, stream, contactId, ...asked }) => {
        if (contactId !== undefined) return await historyOf({ store, directory, owner }, contactId, asked)
        const campaign = await whose({ campaignId, stream })
        const { sort = usualSort(campaign) } = asked
        const { order = usualOrder(sort) } = asked
        const link = asked.link === undefined ? undefined : parseId(asked.link)
        const read = (part: PageRequest) =>
          messages.list({ ...asked, ...part, campaignId: campaign.id, sort, order, link })
        const { items, next } = await readFatRows(messages, asked, read, (record) => toMessageItem(record, campaign))
        return { items, next }
      }),
    events: (messageId, query = {}) =>
      listing(pageQuery, query, async (asked) => {
        const message = await messages.get(parseId(messageId))
        // Of another tenant's nothing more is said than of one that is not there.
        if (message === undefined || (await campaigns.summary(message.campaignId, owner)) === undefined)
          throw new SillageError('not_found', 'There is no message with this id.')
        return toPage(await events.list(message.id, asked), toEventItem)
      }),
    async exportCsv(query) {
      const { campaignId, stream, ...asked } = parseInput(exportQuery, query)
      return exportCsv(messages, await whose({ campaignId, stream }), asked)
    },
  }
}
