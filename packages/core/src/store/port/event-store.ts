import type { EventKind, Verdict } from '../../domain/event.ts'
import type { JudgeRules } from '../../domain/judge-rules.ts'
import type { Program } from '../../domain/stats.ts'
import type { PageRequest, StorePage } from './paging.ts'
import type { EventRecord, MessageRecord } from './records.ts'

/**
 * A hit, a server's answer or a recipient's decision, about to become an event. What the privacy options forbid
 * (address, browser) is removed before; a store keeps what it is given.
 */
export interface NewEvent {
  type: EventKind
  /** Null for aggregate tokens; then `campaignId` says which campaign. */
  messageId: number | null
  campaignId: number | null
  /** The link of a click; one that the store does not know is stored as null. */
  linkId: number | null
  /** When it happened, milliseconds since the epoch. */
  at: number
  ip: string | null
  userAgent: string | null
  /** What `userAgent` says of the program; it is kept when that is not any more. Not given: nothing is known. */
  program?: Program | null | undefined
  /** A HEAD request, which counts for nothing. */
  head: boolean
  /** The request said that it fetches ahead. */
  prefetch: boolean
  /** For `read`: how long the mail was shown; else null. */
  durationMs: number | null
  /** How many hits of one kind this one stands for: 1, or more for a merged flood. */
  count: number
  detail: Record<string, unknown> | null
}

/**
 * What the rules say of one hit: a verdict with its reasons (names of rules), the version of the rules, and which
 * earlier verdicts change with it. The store writes it unchanged; what a verdict counts for is decided by the ledger
 * (`ledger.ts`).
 */
export interface Judgement {
  verdict: Verdict
  reasons: string[]
  rulesVersion: number
  /**
   * Earlier events whose verdict changes because of this hit: ids of `recent`, or negative for the n-th hit of this
   * group (−1 the first; so are their ids in `recent`). Other ids are ignored.
   */
  remark: { eventId: number; verdict: Verdict; reasons: string[] }[]
  /** True: consent is withdrawn, nothing is stored or counted. */
  drop: boolean
}

/**
 * What a judge is given of the message a hit is about; the consent is the one that holds now, not the one it was sent
 * with.
 */
export type JudgedMessage = Pick<MessageRecord, 'id' | 'campaignId' | 'consent' | 'state' | 'sentAt'>

/**
 * What a judge may read. `message` is undefined for aggregate hits, which belong to no recipient; then `recent` is
 * empty. `recent`: the message's events of the look-back window, oldest first, those earlier in the same group
 * included, without implied opens.
 */
export interface HitContext {
  message: JudgedMessage | undefined
  recent: readonly EventRecord[]
}

/**
 * Judges one hit. Pure and quick: it is called inside the transaction that stores the hit, more than once when that is
 * repeated, and again when events are judged anew. If it throws, the whole group is left unstored.
 */
export interface Judge {
  (hit: NewEvent, context: HitContext): Judgement
  /**
   * The rules from which `createJudge` of `@sillage/core/judge` makes the same judge, so that a store may judge in
   * another thread; absent where it cannot.
   */
  readonly rules?: JudgeRules
}

/**
 * Hits that are stored together, in one transaction: all, or none when it fails. Messages are independent of each
 * other; the hits of one are judged in the order given.
 */
export interface EventGroup {
  /**
   * The recorder's id, and the number of its group: a group that was stored before is not stored again (a commit whose
   * answer was lost). A recorder's numbers rise and it records one group at a time, so that a store need only keep its
   * last.
   */
  recorder: string
  sequence: number
  hits: readonly NewEvent[]
  /** How far back `recent` must reach. */
  lookBackMs: number
  /** Whether `GroupResult.recorded` is wanted. */
  withEvents?: boolean | undefined
}

/**
 * What storing a group changed, for the feed, metrics and listeners; of a group that had been stored before, nothing:
 * `stored` is false and the rest is empty.
 */
export interface GroupResult {
  /** False when this group had been stored before. */
  stored: boolean
  /** Events stored, implied opens not counted. */
  events: number
  /**
   * Hits of those events (opens, clicks, reads and views; a merged flood counts as often as it came) by what the group
   * said of them.
   */
  verdicts: Partial<Record<Verdict, number>>
  /** Campaigns whose figures changed. */
  campaignIds: number[]
  /** The events of messages that were stored, where the group asked for them (`recordedEvents`); else empty. */
  recorded: RecordedEvent[]
}

/** An event of a message that was stored just now, with what a listener wants to know beside it. */
export interface RecordedEvent
  extends Pick<EventRecord, 'id' | 'type' | 'at' | 'campaignId' | 'linkId' | 'verdict' | 'durationMs' | 'detail'> {
  messageId: number
  /** The host's own id of the recipient. */
  ref: string | null
  /** It counts in the headline figures: no machine caused it. */
  counted: boolean
  /** The message's first of its type that counts. */
  first: boolean
}

/**
 * Events: what happened to messages. The counters of message, link, timeline, programs and campaign change in the
 * transaction that stores the events, by the rules of `ledger.ts`; a recount from the events gives the same figures.
 */
export interface EventStore {
  /**
   * Stores a group of hits in one transaction: takes the messages' locks, calls `judge` for each hit in order, stores
   * events, re-marks earlier ones and corrects every counter. Hits of messages and campaigns that are gone, or of
   * erased recipients, are left out. Headline clicks without a headline open have exactly one implied open, and none is
   * left when the last of them became a machine's. An unsubscribe, bounce or complaint sets the message's flag and
   * counts the message once; the suppression is the caller's. An error `store_refused` or `duplicate`, or one from the
   * judge, counts against a hit of the group; after any other error the group is kept and repeated. Aggregate hits (no
   * message) count in the totals and machine figures of campaign, link and timeline; their recipient is unknown, so
   * `unique` stays.
   */
  record(group: EventGroup, judge: Judge): Promise<GroupResult>
  /**
   * A message's events, newest first, with the destination of clicks; an empty page when it is gone. Throws
   * `invalid_cursor` and `invalid_option`.
   */
  list(messageId: number, request: PageRequest): Promise<StorePage<EventRecord & { url: string | null }>>
  /**
   * Judges the stored hits of a campaign again, message by message in small transactions, and corrects the counters;
   * returns how many verdicts changed. Safe while hits arrive; if interrupted, it is started again. Nothing is dropped,
   * whatever the judge says.
   */
  reclassify(campaignId: number, lookBackMs: number, judge: Judge): Promise<number>
}
