import type { CampaignCounts, CampaignStatus } from '../../domain/campaign.ts'
import type { MessageError, MessageSort, MessageStatus, SortOrder } from '../../domain/message.ts'
import type { PageRequest, StorePage } from './paging.ts'
import type { ClaimedMessage, MessageRecord, Tracked } from './records.ts'

/** Whom a message was to that is not there any more. */
export interface GoneMessage {
  owner: string | null
  /** Of its campaign; null: all topics. */
  topic: string | null
  /** Keyed hash of the address. */
  emailHash: string
}

/**
 * Asks for messages to send. Times are milliseconds since the epoch of the caller's clock; a database with a clock of
 * its own shifts them to it, so that senders whose clocks differ agree on which messages are due and which leases have
 * ended.
 */
export interface ClaimRequest {
  /** Names the sender process; unique among all that are alive. */
  sender: string
  /** Only messages due by then. */
  now: number
  /** After this the message may be given to another sender, so it lies beyond the longest send. */
  leaseUntil: number
  /** Each once; of each at most `limit`, fewer when fewer are due. */
  campaigns: readonly { campaignId: number; limit: number }[]
}

/**
 * What became of each message that was to begin; every id given is in exactly one of the first three. Only those in
 * `begun` may be handed to a transport.
 */
export interface BeginResult {
  /** `sending` under this sender's lease, by this call or the same one before. */
  begun: number[]
  /** `skipped`: a suppression was added since planning. */
  skipped: number[]
  /**
   * No longer held by this sender, or the campaign is not being sent any more; these are queued again or held by
   * another.
   */
  lost: number[]
  /** Campaigns whose figures changed, by what was skipped; one may be `completed` by it. */
  campaigns: CampaignChange[]
}

/**
 * What became of one message that was `sending` (or `claimed`, for failures before SMTP). `at` and `dueAt` are
 * milliseconds since the epoch of the caller's clock; `error` holds no address. `unknown`: the connection was lost
 * after the last byte and before the answer (RFC 5321, section 4.5.3.2), so that nobody can know whether the message
 * was accepted.
 */
export type Outcome =
  /** `providerId`: the provider's own name of the mail, where that is to be stored. */
  | { messageId: number; kind: 'sent'; at: number; tracked: Tracked; providerId?: string | undefined }
  /** Queued again, not before `dueAt`. `attempted` says whether a transport was called. */
  | { messageId: number; kind: 'retry'; at: number; dueAt: number; error: MessageError; attempted: boolean }
  /** Queued again as it came, not before `dueAt`: its attempts and error stay, because nothing was tried. */
  | { messageId: number; kind: 'putOff'; at: number; dueAt: number }
  | { messageId: number; kind: 'failed'; at: number; error: MessageError }
  | { messageId: number; kind: 'unknown'; at: number; error: MessageError }

/** Which due times are later than they can be. */
export interface BringForwardRequest {
  now: number
  /** The longest wait after the first attempt, the second and so on, in ms; the last one serves all further ones. */
  longestMs: readonly number[]
  /** Only this campaign. */
  campaignId?: number | undefined
  /**
   * The clock was ahead: what was never tried is due at once, as it is in campaigns that sent a message after `now`. In
   * all others it may wait as long as anything.
   */
  wasAhead: boolean
}

/** How long a lease can be, in milliseconds, of a message that is claimed and of one that is being sent. */
export interface LongestLeases {
  claimedMs: number
  sendingMs: number
}

/**
 * A campaign that a group touched, as it is after the group: its status and all counts, so that observers need no read.
 */
export interface CampaignChange extends CampaignCounts {
  campaignId: number
  status: CampaignStatus
  /** Milliseconds since the epoch. */
  finishedAt: number | null
}

/**
 * Asks for one page of a campaign's messages; a campaign that is gone has none. `limit` is 1 … 1000; a cursor belongs
 * to its campaign's list in one sort and order (`invalid_cursor`). Each sort and filter has an index that serves it.
 */
export interface MessageListRequest extends PageRequest {
  campaignId: number
  /**
   * Names and companies sort folded. Equal counts of opens and clicks follow the time of the last one, other equal
   * values the id, all in the order asked for. Rows without a value (null, no name or company, or a count of 0) come
   * last in both orders, by rising id.
   */
  sort: MessageSort
  order: SortOrder
  /** As `statusConditions` says. */
  status?: MessageStatus | undefined
  /**
   * Only recipients with a click on this link that counts (`isHeadline`), by the events that are kept; none for a link
   * that is another campaign's.
   */
  link?: number | undefined
  /** The host's own id of the recipient, to the letter. */
  ref?: string | undefined
  /** Folded by the store (domain `fold`): beginning of email, name or company. */
  q?: string | undefined
}

/** Asks what became of people in some campaigns. */
export interface BecameRequest {
  /** Those that are gone have no messages. */
  campaignIds: readonly number[]
  /** Compared by `addressKey`. */
  emails: readonly string[]
  /** Of which links it is asked who clicked them. */
  links: readonly number[]
}

/** What became of a message, and to whom it was. */
export interface Became
  extends Pick<
    MessageRecord,
    'id' | 'campaignId' | 'email' | 'name' | 'company' | 'state' | 'opens' | 'clicks' | 'bouncedAt'
  > {
  /** Those asked for that its recipient clicked, as `MessageListRequest.link` has it. */
  links: number[]
}

/** What became of a message that was sent. */
export type SentMessage = Pick<MessageRecord, 'id' | 'bouncedAt' | 'lastOpenAt' | 'lastClickAt'> & { sentAt: number }

/**
 * The durable rows that are sent. Every change of state also changes the campaign's counters, in the same transaction.
 * A message is under one sender's lease at a time: claimed → sending → an outcome. Databases with a clock of their own
 * use it for leases and due times; the memory store and SQLite use the times given. Ids of messages that are gone are
 * ignored everywhere, never an error.
 */
export interface MessageStore {
  /** Undefined when it is not there or its campaign was removed; the caller checks the owner, by its campaign. */
  get(id: number): Promise<MessageRecord | undefined>
  /**
   * Whom a message was to that is not there any more, from the moment on that its campaign is removed or its row is
   * purged, until `Retention.goneBefore` has it forgotten: an opt-out must work from a mail that arrived. Undefined for
   * a message that is there, that was never begun, that was planned without a hash, or whose address was erased.
   */
  gone(id: number): Promise<GoneMessage | undefined>
  /**
   * What became of the messages of an owner to an address that were sent, opened or clicked since then; of many the
   * newest 1,000.
   */
  sentTo(owner: string | null, email: string, since: number): Promise<SentMessage[]>
  /**
   * A page of the messages to an address, of an owner (null: those of none) or of all (undefined), by id, the newest
   * first; none of removed campaigns. Throws as `list`.
   */
  listTo(owner: string | null | undefined, email: string, request: PageRequest): Promise<StorePage<MessageRecord>>
  /**
   * How many messages of a campaign a server took since then for addresses of a domain (as `domainOf` has it), and how
   * many of these came back.
   */
  sentToDomain(campaignId: number, domain: string, since: number): Promise<{ sent: number; bounced: number }>
  /**
   * Every message of these campaigns to these addresses, by id. An index has each; the cost is that of the addresses
   * times the campaigns, whatever these hold.
   */
  became(request: BecameRequest): Promise<Became[]>
  /**
   * The message that was sent under this name of a provider's, also where it is gone; undefined for a name that was not
   * stored, or is forgotten. A name that comes again is that of the first.
   */
  sentAs(providerId: string): Promise<number | undefined>
  /** Forgets the names of messages that were sent before then; how many. */
  forgetProviderIds(before: number): Promise<number>
  /** One page by keyset; a message whose sort value changes between two pages may come twice or be missed. */
  list(request: MessageListRequest): Promise<StorePage<MessageRecord>>
  /**
   * queued → claimed for due messages of those of the campaigns that are being sent, in their order, of each the lowest
   * due time first, then the lowest id; in one transaction. Of several senders at once no message is given to two: each
   * skips what another is claiming.
   */
  claim(request: ClaimRequest): Promise<ClaimedMessage[]>
  /**
   * claimed → sending, right before SMTP; suppressions and the campaign's status are checked in the same transaction.
   * Repeated, because the first answer was lost, it gives the same answer: what is `sending` under this sender's lease
   * is `begun` (and its lease prolonged), what is `skipped` is `skipped`. So a sender begins a message once for each
   * claim, and repeats a call only while it has handed nothing of it to a transport.
   */
  begin(request: {
    sender: string
    messageIds: readonly number[]
    now: number
    leaseUntil: number
    /** By campaign: the version that its messages are composed from, kept with each; without one, none is kept. */
    versions?: ReadonlyMap<number, number>
  }): Promise<BeginResult>
  /**
   * Stores outcomes, in one transaction; returns the campaigns they touched. Only the sender that holds the message is
   * believed, with one exception: after a lease lost while `sending`, a message that became `unknown`, or was queued
   * again by `resend` or a person, becomes `sent` on a late `sent` of the same sender, as long as no sender has claimed
   * it since. Any other outcome of a message it does not hold is ignored. Each outcome from `sending` that reached a
   * transport adds one to `attempts`. An outcome that is stored already changes nothing and its campaign is named all
   * the same, so that a call whose answer was lost can be repeated. A campaign being sent whose last queued message got
   * its final state becomes `completed` (so it does in `begin` and `expireLeases`). Counts the
   * hours that the messages ended in, and the tracked denominators. Of the error of an erased recipient's message the
   * text is not kept (`erasedError`).
   */
  settle(sender: string, outcomes: readonly Outcome[]): Promise<CampaignChange[]>
  /**
   * claimed → queued, for messages a sender gives back without having tried; due when they were. What it does not hold,
   * or has begun, stays as it is.
   */
  release(sender: string, messageIds: readonly number[]): Promise<void>
  /** Prolongs the leases this sender still holds; the ids of those it does. */
  extend(sender: string, messageIds: readonly number[], lease: { now: number; leaseUntil: number }): Promise<number[]>
  /**
   * Ends leases that ran out by `now`: claimed → queued; sending → unknown, or queued where the campaign's onUnknown is
   * `resend`, with one attempt counted and `leaseLostError`. Safe from several processes at once: each lease ends once.
   * `requeued` is a count, `unknown` lists ids. With `longest`, a lease that ends later than now + its longest was
   * given by a clock that was ahead, and is shortened to that first.
   */
  expireLeases(
    now: number,
    longest?: LongestLeases,
  ): Promise<{ requeued: number; unknown: { campaignId: number; messageId: number }[]; campaigns: CampaignChange[] }>
  /**
   * Makes queued messages of campaigns being sent due at the latest possible time where they are due later, because a
   * clock that was ahead said so; the others stay as they are. Returns how many. Where each recipient's time zone
   * decides (`recipientZone`), what waits for its hours may wait for days, and is moved only where the clock was ahead.
   */
  bringForward(request: BringForwardRequest): Promise<number>
  /**
   * Makes queued messages of a campaign that are due after `at` due then, whatever its status, in short transactions:
   * what they waited for was changed. Returns how many.
   */
  makeDue(campaignId: number, at: number): Promise<number>
  /**
   * queued → skipped, with `tooLateError`, for all messages of a campaign being sent, in short transactions, each only
   * while the campaign is at `version`: a change may have given it more time. What a sender holds stays. `change` is
   * the campaign afterwards, `completed` when nothing was left; undefined where it is not sent any more, or is at
   * another version.
   */
  skipQueued(
    campaignId: number,
    request: { version: number; at: number },
  ): Promise<{ skipped: number; change: CampaignChange | undefined }>
  /**
   * failed and unknown → queued, as `include` says, due at `at`, attempts from 0; reopens a completed campaign as
   * `sending`. Returns how many. Only in a campaign that is sending, paused or completed; erased recipients are left
   * out.
   */
  retry(
    campaignId: number,
    request: { include: readonly ('failed' | 'unknown')[]; messageIds?: readonly number[] | undefined; at: number },
  ): Promise<number>
}
