import type { CampaignStatus } from '../../domain/campaign.ts'
import type { CampaignSort } from '../../domain/campaign-list.ts'
import type { SortOrder } from '../../domain/message.ts'
import type { ProgramStats } from '../../domain/stats.ts'
import type { Warning } from '../../domain/warning.ts'
import type { PageRequest, StorePage } from './paging.ts'
import type {
  CampaignKind,
  CampaignRecord,
  CampaignSummary,
  LinkRecord,
  NewCampaign,
  NewLink,
  NewMessage,
  SentContent,
} from './records.ts'
import type { StoredEdit } from './template-store.ts'
import type { HourRange, TimelineHour } from './timeline.ts'

/**
 * Changes of a campaign's own fields; counters and status are not among them, because they change with the events and
 * by `changeStatus` alone. A field that is left out stays; null clears where the record knows null.
 */
export type CampaignChanges = Partial<
  Pick<
    CampaignRecord,
    | 'name'
    | 'subject'
    | 'preheader'
    | 'from'
    | 'replyTo'
    | 'html'
    | 'text'
    | 'attachments'
    | 'document'
    | 'engine'
    | 'templateId'
    | 'options'
    | 'scheduledAt'
    | 'warnings'
    | 'transactional'
  >
>

/** A compare-and-set of a campaign's status. `at` is milliseconds since the epoch, of the caller's clock. */
export interface StatusChange {
  /** The change happens only from one of these. */
  from: readonly CampaignStatus[]
  to: CampaignStatus
  at: number
  /** Stored with `paused`, cleared by every other status. */
  pauseReason?: string
}

/** What one call of `plan` stored. `planned` and `duplicates` add up to the batch. */
export interface PlanResult {
  /** Messages stored by this call, suppressed ones included. */
  planned: number
  /** Whom this campaign already had, or who came twice in the batch. */
  duplicates: number
  /** Of `planned`: stored as `skipped` because a suppression holds. */
  suppressed: number
}

/**
 * What happens to the campaign with its last recipient, in the transaction that stores it; the time of that call is its
 * `plannedAt`, and `startedAt` with `sending`. A plan whose every message was suppressed and that goes on to `sending`
 * is `completed` at once.
 */
export interface PlanEnd {
  to: 'draft' | 'scheduled' | 'sending'
  /** Not given: stays as the campaign was created. */
  scheduledAt?: number
  /** Replaces the campaign's warnings. */
  warnings?: Warning[]
}

/** Times as in `ClaimRequest`. */
export interface AgendaRequest {
  now: number
  /** Campaigns with a message that is due by then are named. */
  until: number
  /** Only this one of the campaigns being sent. */
  campaignId?: number | undefined
  /** Ids of campaigns that are named as long as they are sent, whatever is due. */
  known: readonly number[]
}

/** What there is to do for senders. Times may be past. */
export interface Agenda {
  /**
   * Campaigns and streams being sent, with the earliest due time of their queued messages (undefined where none is
   * queued) and the transport they name.
   */
  campaigns: {
    id: number
    kind: CampaignKind
    version: number
    dueAt: number | undefined
    transport: string | null
  }[]
  /** When a scheduled campaign is to start. */
  nextStartAt: number | undefined
  /** When the next lease ends. */
  nextLeaseEnd: number | undefined
}

/** Which campaigns of a list are asked for, and in which order. */
export interface CampaignsRequest extends PageRequest {
  owner?: string | undefined
  status?: CampaignStatus | undefined
  q?: string | undefined
  /** @default 'createdAt', which is their id */
  sort?: CampaignSort | undefined
  /** @default 'desc' */
  order?: SortOrder | undefined
}

/**
 * Campaigns, their links and their head figures. `owner` narrows a read or write to one tenant; undefined sees all;
 * methods without it are called for an id that was found with it. A removed campaign is not found from the moment
 * `remove` returns. Times are milliseconds since the epoch, of the caller's clock.
 *
 * Streams are rows of their own kind, made and listed by `StreamStore` and by no method here. What works by the id of a
 * campaign works by that of a stream, too: its record says which it is (`kind`). A stream is never `completed`.
 */
export interface CampaignStore {
  /**
   * Stores a draft, another one on each call; a call that ended in `store_unavailable` may have stored one. With a key
   * that its owner used before, nothing is stored and that campaign is returned, `created: false`; of two at once one
   * creates; a stream may have the same key. A removed campaign frees its key. Throws `not_found` (`attachmentGone`)
   * where a file it refers to is gone, and so does `update`.
   */
  create(campaign: NewCampaign): Promise<{ campaign: CampaignRecord; created: boolean }>
  /** With its content; undefined when it is not there, was removed, or is another tenant's. */
  get(id: number, owner?: string): Promise<CampaignRecord | undefined>
  /** Those of these that are there, each with its content, in no order. */
  getMany(ids: readonly number[]): Promise<CampaignRecord[]>
  /**
   * What a campaign's mails of a version were made of, for the mails that are out; undefined when the campaign is gone
   * or had no such version. A change of content or sender before the first start replaces what was there, because
   * nothing was sent of it.
   */
  content(id: number, version: number): Promise<SentContent | undefined>
  /** The same without its content: what figures and progress are read from, one row. */
  summary(id: number, owner?: string): Promise<CampaignSummary | undefined>
  /** The same of those of these that are there, in no order. */
  summaries(ids: readonly number[]): Promise<CampaignSummary[]>
  /**
   * No streams. By id, or by folded name, then id; with `q` those whose name contains it, both folded. Throws
   * `invalid_cursor`, and `invalid_option` for a limit outside 1 … 1000.
   */
  list(request: CampaignsRequest): Promise<StorePage<CampaignSummary>>
  /**
   * Changes fields if the status is one of `from`, and raises `version`, from which senders learn that what they
   * compiled is old; undefined when the status is another, or the campaign is gone. Atomic; of several at once each is
   * applied to the result of the one before. With `edit` the change is a person's: it raises `revision`, sets
   * `updatedAt`, and throws `edit_conflict` (`editConflict`), changing nothing, when `ifRevision` is given and another
   * than the stored one; of several at once with one revision one wins.
   */
  update(
    id: number,
    changes: CampaignChanges,
    from: readonly CampaignStatus[],
    edit?: StoredEdit,
  ): Promise<CampaignRecord | undefined>
  /**
   * Compare-and-set of the status; undefined when the status was not one of `from`. Of several callers at once one
   * wins. Sets startedAt at the first `sending`, finishedAt at `completed` and `cancelled` (cleared when sending
   * again). A change of a campaign to `sending` with nothing queued goes on to `completed` in the same transaction.
   */
  changeStatus(id: number, change: StatusChange): Promise<CampaignRecord | undefined>
  /**
   * Stores a campaign's links, each destination (with whether it is personalised, and by which engine) once; returns
   * them in the order given. Repeating it adds nothing, and links that content no longer has stay: delivered mails
   * carry them. With the content of messages of a stream, they are those of that content, and go with it. Throws
   * `not_found` when the campaign or that content is gone.
   */
  addLinks(campaignId: number, links: readonly NewLink[], contentId?: number): Promise<LinkRecord[]>
  /**
   * A campaign's links in the order they were first stored, or those of a content of its messages. The former are found
   * for ever, also after the campaign was removed.
   */
  links(campaignId: number, contentId?: number): Promise<LinkRecord[]>
  /** Those of several campaigns, without those of contents of their messages; of each in the order of `links`. */
  linksOf(campaignIds: readonly number[]): Promise<LinkRecord[]>
  /** One link by its id, for redirects; a campaign's own is found for ever, whatever became of the campaign. */
  link(id: number): Promise<LinkRecord | undefined>
  /**
   * Stores a batch of recipients as queued messages, and as skipped ones, which end at `at`, where a suppression of the
   * campaign's owner holds for its topic or for all. Leaves out whom the campaign has already (`NewMessage.once`), and
   * changes total, queued and skipped; with `end` it also closes the plan. One transaction. A message's consent is
   * `plannedConsent` of the one given and the newest decision logged for its address and owner
   * (`PrivacyStore.setConsent`). Of a plan and a decision at the same time one waits for the other, so that the message
   * has the decision whichever comes first. Throws `not_found` when the campaign is gone and `wrong_status` when it is
   * neither a draft nor scheduled: another process has finished it.
   */
  plan(campaignId: number, batch: readonly NewMessage[], at: number, end?: PlanEnd): Promise<PlanResult>
  /**
   * Takes up to `limit` messages back out of a campaign that is a draft or scheduled, so that other recipients can be
   * planned; it is a draft without `plannedAt` from the first call on. True when messages are left, false when there
   * are none (or the status was another).
   */
  clearPlan(campaignId: number, limit: number): Promise<boolean>
  /**
   * Ids of scheduled campaigns whose time is `now` or before, longest due first; at most `limit`. Starting them is
   * `changeStatus`.
   */
  dueForStart(now: number, limit: number): Promise<number[]>
  /**
   * What there is to do for senders, in one statement whose cost is that of the campaigns being sent, and little more
   * for a stream with nothing queued.
   */
  agenda(request: AgendaRequest): Promise<Agenda>
  /** Ids of all campaigns in the status `sending`, of every tenant; no streams. */
  sending(): Promise<number[]>
  /**
   * Hides and stops a campaign at once; false when it was not there. From then on none of its messages is claimed and
   * none of its hits recorded; a message that is being sent finishes unrecorded. Its rows are deleted by `sweep`; its
   * links stay.
   */
  remove(id: number, owner?: string): Promise<boolean>
  /**
   * Deletes up to `limit` rows of removed campaigns in one short transaction, and keeps whom their messages were to, as
   * gone at `now` (`MessageStore.gone`); true when rows are left. Call until false.
   */
  sweep(limit: number, now: number): Promise<boolean>
  /** What is counted of each hour, of all or of these, oldest first; hours of which nothing is are left out. */
  timeline(campaignId: number, hours?: HourRange): Promise<TimelineHour[]>
  /** Opens and clicks by program, people's and machines', in any order; programs without any are left out. */
  programs(campaignId: number): Promise<ProgramStats[]>
  /** Median of the measured read time in milliseconds, to 100 ms; undefined when nothing was measured. */
  medianReadMs(campaignId: number): Promise<number | undefined>
  /**
   * Counts everything again from the messages and events and repairs what differs; returns the differences found, by
   * counter name (`counters.ts`), and no entries when all was right or the campaign is not there. What `purge` removed
   * cannot be counted again: without its events a campaign's figures are compared with its messages' counters, and
   * links, timeline and programs stay; without its messages nothing is compared.
   */
  recount(campaignId: number): Promise<Record<string, { was: number; is: number }>>
}
