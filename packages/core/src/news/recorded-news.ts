import type { EventData, EventType, MessageRef } from '../domain/fact.ts'
import type { Logger } from '../domain/logger.ts'
import type { MessageError } from '../domain/message.ts'
import type { CampaignStore } from '../store/port/campaign-store.ts'
import type { RecordedEvent } from '../store/port/event-store.ts'
import type { CampaignSummary } from '../store/port/records.ts'
import type { Fact, News } from './news.ts'

/** Facts that come from stored events. */
export const recordedTypes = [
  'message.opened',
  'message.clicked',
  'message.read',
  'message.bounced',
  'message.complained',
  'recipient.unsubscribed',
  'recipient.consented',
] as const satisfies readonly EventType[]

/** Where the destinations of links are found. */
interface Links {
  find(id: number): Promise<{ id: number; url: string } | undefined>
}

/** Makes facts of the events that a group stored. */
export interface RecordedNews {
  /** In the order of the calls. Reads what an event does not hold; where that fails, it is logged and left out. */
  publish(events: readonly RecordedEvent[]): void
  /** Resolves when everything given so far was published. */
  published(): Promise<void>
}

/** What no event changes any more once messages of it are out. */
type Campaign = Pick<CampaignSummary, 'owner' | 'kind' | 'key'> & { topic: string | null }

/** Campaigns whose tenant and topic are kept in memory; neither is read twice for one that is clicked all day. */
const CAMPAIGNS_KEPT = 1_000

export function createRecordedNews(
  news: News,
  { campaigns, links, logger }: { campaigns: CampaignStore; links: Links; logger: Logger },
): RecordedNews {
  const known = new Map<number, Campaign>()
  let published = Promise.resolve()

  async function campaignOf(id: number): Promise<Campaign | undefined> {
    const found = known.get(id)
    if (found !== undefined) return found
    const stored = await campaigns.summary(id)
    if (stored === undefined) return undefined
    const { owner, kind, key } = stored
    const campaign = { owner, kind, key, topic: stored.options.topic ?? null }
    known.set(id, campaign)
    if (known.size > CAMPAIGNS_KEPT) known.delete(known.keys().next().value as number)
    return campaign
  }

  async function publish(event: RecordedEvent): Promise<void> {
    const campaign = await campaignOf(event.campaignId)
    // It was deleted meanwhile.
    if (campaign === undefined) return
    const link = event.type === 'click' && event.linkId !== null ? await links.find(event.linkId) : undefined
    const fact = factOf({ ...event, stream: streamOf(campaign) }, { topic: campaign.topic, url: link?.url ?? null })
    if (fact === undefined) return
    news.publish({
      ...fact,
      event: event.id,
      at: event.at,
      owner: campaign.owner,
      machine: isHit(event) && !event.counted,
    })
  }

  return {
    publish(events) {
      if (events.length === 0) return
      published = published.then(async () => {
        for (const event of events)
          await publish(event).catch((error: unknown) => {
            logger.error({ err: error, type: event.type }, 'an event was stored, and its listeners were not called')
          })
      })
    },
    published: () => published.then(() => news.published()),
  }
}

/** Who caused it is a question of verdicts. */
export const isHit = ({ type }: RecordedEvent): boolean => type === 'open' || type === 'click' || type === 'read'

export type Made = { [T in EventType]: Pick<Fact<T>, 'type' | 'data'> }[EventType]

/**
 * Undefined for what is no fact: a page that was viewed, a click on a link that is gone. `topic` is the campaign's,
 * `url` where the link leads.
 */
export function factOf(
  event: RecordedEvent & { stream?: string | null },
  { topic, url }: { topic: string | null; url: string | null },
): Made | undefined {
  const { verdict, first, detail } = event
  const message = refOf(event)
  const hit = { ...message, verdict, first }
  switch (event.type) {
    case 'open':
      return { type: 'message.opened', data: hit }
    case 'click':
      if (event.linkId === null || url === null) return undefined
      return { type: 'message.clicked', data: { ...hit, link: { id: String(event.linkId), url } } }
    case 'read':
      return { type: 'message.read', data: { ...hit, durationMs: event.durationMs ?? 0 } }
    case 'bounce': {
      const { permanent, kind, message: said, code, enhancedCode } = detail ?? {}
      const codes = { ...(code === undefined ? {} : { code }), ...(enhancedCode === undefined ? {} : { enhancedCode }) }
      const error = { kind, message: said, ...codes } as MessageError
      const data = { ...message, permanent: permanent === true, error }
      return { type: 'message.bounced', data }
    }
    case 'complaint':
      return { type: 'message.complained', data: { ...message, feedbackType: textOf(detail?.feedbackType) } }
    case 'unsubscribe':
      return {
        type: 'recipient.unsubscribed',
        data: {
          ...message,
          topic: detail?.topic === undefined ? topic : textOf(detail.topic),
          by: textOf(detail?.by) ?? 'page',
        },
      }
    case 'consent':
      return {
        type: 'recipient.consented',
        data: { ...message, consent: detail as EventData['recipient.consented']['consent'] },
      }
    default:
      return undefined
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** The key of a stream; null for a campaign. */
export const streamOf = ({ kind, key }: Pick<CampaignSummary, 'kind' | 'key'>): string | null =>
  kind === 'stream' ? key : null

/** A message of a campaign; or of a stream, whose key that is. The key that it was sent with is not kept. */
export function refOf({
  messageId,
  campaignId,
  ref,
  stream = null,
}: Pick<RecordedEvent, 'messageId' | 'campaignId' | 'ref'> & { stream?: string | null }): MessageRef {
  const campaign = stream === null ? String(campaignId) : null
  return { messageId: String(messageId), campaignId: campaign, stream, ref, key: null }
}
