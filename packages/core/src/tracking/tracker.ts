import { renderDestination } from '../content/links/destination.ts'
import { safeLocation } from '../content/links/safe-location.ts'
import type { TemplateEngine } from '../content/template/template-engine.ts'
import type { Clock } from '../domain/clock.ts'
import type { EventKind } from '../domain/event.ts'
import type { TokenKind } from '../domain/token-kind.ts'
import { mergeData } from '../kit/merge-data.ts'
import { remember } from '../kit/remember.ts'
import type { NewEvent } from '../store/port/event-store.ts'
import type { CampaignSummary, MessageRecord } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { isErasedAddress } from '../store/rules/erased.ts'
import type { LinkCache } from './link-cache.ts'
import type { Recorder } from './recorder.ts'
import { programOf } from './rules/user-agents.ts'
import type { TokenLimit } from './token-limit.ts'
import type { TokenContent, TokenSealer } from './tokens.ts'
import type { Visit } from './visit.ts'

/** Where a click leads. `gone`: the link is known, but its recipient's data was deleted. */
export type Destination = { kind: 'location'; url: string; campaignId: number } | { kind: 'unknown' } | { kind: 'gone' }

/** The message of a token, and its campaign. */
export interface Subject {
  message: MessageRecord
  campaign: CampaignSummary
}

/** What tracking routes do: open a token, record a hit, find its destination. Forged tokens cost no read. */
export interface Tracker {
  /** What the token holds, if it is genuine and of one of these kinds. No I/O. */
  open(token: string, ...kinds: TokenKind[]): TokenContent | undefined
  /** Takes a hit; resolves when it is stored, or at the deadline. */
  record(
    type: EventKind,
    content: TokenContent,
    visit: Visit,
    more?: Partial<Pick<NewEvent, 'durationMs' | 'detail' | 'at' | 'campaignId'>>,
  ): Promise<void>
  /**
   * Counts one more event of this type by this token; true when as many as are stored came in this minute before. For
   * those that are not counted as they are recorded: reads, which are recorded at their end, and consents, which are
   * stored before.
   */
  exceeds(type: 'read' | 'consent', content: TokenContent): boolean
  /**
   * Reads the link where it is not in memory, and the message for a personalised one; rejects with `store_unavailable`
   * when it cannot.
   */
  destination(content: TokenContent): Promise<Destination>
  /** Undefined when the message or its campaign is gone. */
  subject(content: TokenContent): Promise<Subject | undefined>
}

export interface TrackerOptions {
  sealer: TokenSealer
  recorder: Recorder
  limit: TokenLimit
  links: LinkCache
  store: Store
  clock: Clock
  engine: TemplateEngine
}

export function createTracker({ sealer, recorder, limit, links, store, clock, engine }: TrackerOptions): Tracker {
  return {
    open(token, ...kinds) {
      const content = sealer.open(token)
      return content !== undefined && kinds.includes(content.kind) ? content : undefined
    },

    record(type, { kind, messageId, linkId }, visit, more = {}) {
      if (visit.optedOut && type !== 'unsubscribe' && type !== 'consent') return Promise.resolve()
      // Aggregate tokens hold message 0, and the shared pixel the campaign where others hold the link.
      const aggregate = kind === 'aggregatePixel' || kind === 'aggregateClick'
      return recorder.record({
        type,
        messageId: aggregate ? null : messageId,
        campaignId: more.campaignId ?? (kind === 'aggregatePixel' ? linkId : null),
        linkId: type === 'click' ? linkId : null,
        at: more.at ?? clock.now(),
        ip: visit.ip,
        userAgent: visit.userAgent,
        program: visit.userAgent === null ? null : programOf(visit.userAgent),
        head: visit.head,
        prefetch: visit.prefetch,
        durationMs: more.durationMs ?? null,
        count: 1,
        detail: visit.network === undefined ? (more.detail ?? null) : { ...more.detail, network: visit.network },
      })
    },

    exceeds: (type, { messageId }) =>
      limit.isExceeded({ type, messageId, campaignId: null, linkId: null, head: false }),

    async destination({ messageId, linkId }) {
      const link = await links.find(linkId)
      if (link === undefined) return { kind: 'unknown' }
      if (!link.personalised) return toLocation(link.url, link.campaignId)
      const message = messageId === 0 ? undefined : await store.messages.get(messageId)
      if (message === undefined || isErasedAddress(message.email)) return { kind: 'gone' }
      const rendered = renderDestination(link.url, mergeData(message), engine)
      return rendered === undefined ? { kind: 'gone' } : toLocation(rendered, link.campaignId)
    },

    async subject({ messageId }) {
      const message = await store.messages.get(messageId)
      const campaign = message === undefined ? undefined : await store.campaigns.summary(message.campaignId)
      return message === undefined || campaign === undefined ? undefined : { message, campaign }
    },
  }
}

const checked = remember(safeLocation, 1_000)

/** Checked again here, so that nothing but http and https ever becomes a `Location`. */
function toLocation(url: string, campaignId: number): Destination {
  const safe = checked(url)
  return safe === undefined ? { kind: 'unknown' } : { kind: 'location', url: safe, campaignId }
}
