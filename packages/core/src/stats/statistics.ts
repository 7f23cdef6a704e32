import { SillageError } from '../domain/errors.ts'
import type { EventItem } from '../domain/event.ts'
import { parseId, type Scope } from '../domain/ids.ts'
import { exportQuery, messageQuery, pageQuery, timelineQuery } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import type { MessageItem, MessageQuery } from '../domain/message.ts'
import { defaultPageSize, type Page, type PageQuery } from '../domain/page.ts'
import type { CampaignStats, Timeline, TimelineBucket } from '../domain/stats.ts'
import { foundCampaign, requireCampaign } from '../store/require-campaign.ts'
import type { Store } from '../store/store.ts'
import { campaignStats } from './campaign-stats.ts'
import { exportCsv } from './export-csv.ts'
import { toEventItem, toMessageItem, usualOrder } from './messages.ts'

/**
 * Figures of campaigns. Every call reads counters and indexes, never all messages or events, so that it costs the same
 * at ten hits and at ten million. All throw `not_found` for what does not exist or is another tenant's; a query that
 * makes no sense is `invalid_field` or `unknown_field`, from a program as over HTTP.
 */
export interface Statistics {
  /** Head figures of a campaign, the same cost at any size. Throws `not_found`, also for another tenant's. */
  stats(campaignId: string, scope?: Scope): Promise<CampaignStats>
  /**
   * One page of the per-contact table. Throws `not_found`, and `invalid_cursor` for a cursor of another sort or order.
   */
  messages(campaignId: string, query?: MessageQuery, scope?: Scope): Promise<Page<MessageItem>>
  /**
   * The whole table as CSV (UTF-8 with BOM) in chunks of up to 500 lines, read as they are taken: only one chunk is in
   * memory. In the order of `messages`. Cells that a spreadsheet would run as a formula are neutralised. Resolves once
   * the campaign is known to exist; throws `not_found` before.
   */
  exportMessages(
    campaignId: string,
    query?: Omit<MessageQuery, 'limit' | 'cursor'>,
    scope?: Scope,
  ): Promise<AsyncIterable<string>>
  /** Sent, opens and clicks by hour (default) or UTC day; empty buckets are left out. Throws `not_found`. */
  timeline(campaignId: string, bucket?: TimelineBucket, scope?: Scope): Promise<Timeline>
  /**
   * What happened to one message, newest first. Throws `not_found`, also when its campaign is another tenant's, and
   * `invalid_cursor`.
   */
  events(messageId: string, query?: PageQuery, scope?: Scope): Promise<Page<EventItem>>
}

export function createStatistics(store: Store): Statistics {
  return {
    async stats(campaignId, scope) {
      const campaign = foundCampaign(await store.campaigns.get(parseId(campaignId), scope?.owner))
      return campaignStats(store.campaigns, campaign)
    },
    async messages(campaignId, query = {}, scope) {
      const asked = parseInput(messageQuery, query)
      const { id } = await requireCampaign(store.campaigns, campaignId, scope)
      const { limit = defaultPageSize, cursor, sort = 'name', order = usualOrder(sort), status, q } = asked
      const page = await store.messages.list({ campaignId: id, limit, cursor, sort, order, status, q })
      return { items: page.items.map(toMessageItem), next: page.next ?? null }
    },
    async exportMessages(campaignId, query = {}, scope) {
      const asked = parseInput(exportQuery, query)
      const { id } = await requireCampaign(store.campaigns, campaignId, scope)
      return exportCsv(store.messages, id, asked)
    },
    async timeline(campaignId, given, scope) {
      const { bucket = 'hour' } = parseInput(timelineQuery, { bucket: given })
      const { id } = await requireCampaign(store.campaigns, campaignId, scope)
      return { bucket, items: await store.campaigns.timeline(id, bucket) }
    },
    async events(messageId, query = {}, scope) {
      const { limit = defaultPageSize, cursor } = parseInput(pageQuery, query)
      const message = await store.messages.get(parseId(messageId))
      if (message === undefined) throw new SillageError('not_found', 'There is no message with this id.')
      await requireCampaign(store.campaigns, String(message.campaignId), scope)
      const page = await store.events.list(message.id, { limit, cursor })
      return { items: page.items.map(toEventItem), next: page.next ?? null }
    },
  }
}
