import type { CampaignStatus } from '../domain/campaign.ts'
import type { Timeline, TimelineBucket } from '../domain/stats.ts'
import type { Warning } from '../domain/warning.ts'
import type { PageRequest, StorePage } from './paging.ts'
import type { CampaignRecord, CampaignSummary, LinkRecord, NewCampaign, NewMessage } from './records.ts'

/** Changes of a campaign's own fields; counters and status are not among them. */
export type CampaignChanges = Partial<
  Pick<
    CampaignRecord,
    'name' | 'subject' | 'from' | 'replyTo' | 'html' | 'text' | 'templateId' | 'options' | 'scheduledAt' | 'warnings'
  >
>

/** A compare-and-set of a campaign's status. */
export interface StatusChange {
  /** The change happens only from one of these. */
  from: readonly CampaignStatus[]
  to: CampaignStatus
  at: number
  /** Stored with `paused`, cleared by every other status. */
  pauseReason?: string
}

/** What one call of `plan` stored. */
export interface PlanResult {
  /** Messages stored by this call, suppressed ones included. */
  planned: number
  /** Addresses that this campaign already held, or that came twice in the batch. */
  duplicates: number
  /** Of `planned`: stored as `skipped` because a suppression holds. */
  suppressed: number
}

/** What happens to the campaign with its last recipient. */
export interface PlanEnd {
  to: 'draft' | 'scheduled' | 'sending'
  at: number
  scheduledAt?: number
  /** Replaces the campaign's warnings. */
  warnings?: Warning[]
}

/**
 * Campaigns, their links and their head figures.
 * `owner` narrows every read and write to one tenant; undefined sees all. A deleted campaign is not found from the moment `remove` returns.
 */
export interface CampaignStore {
  /** Stores a draft, another one on each call; a call that ended in `store_unavailable` may have stored one. With a key that its owner used before, nothing is stored and that campaign is returned, `created: false`; of two at once one creates. A removed campaign frees its key. */
  create(campaign: NewCampaign): Promise<{ campaign: CampaignRecord; created: boolean }>
  /** With its content; undefined when it is not there, was removed, or is another tenant's. */
  get(id: number, owner?: string): Promise<CampaignRecord | undefined>
  /** The same without its content: what figures and progress are read from, one row. */
  summary(id: number, owner?: string): Promise<CampaignSummary | undefined>
  /** Newest first. */
  list(
    request: PageRequest & { owner?: string | undefined; status?: CampaignStatus | undefined },
  ): Promise<StorePage<CampaignSummary>>
  /** Changes fields if the status is one of `from`, and raises `version`; undefined when it is not. Atomic. */
  update(id: number, changes: CampaignChanges, from: readonly CampaignStatus[]): Promise<CampaignRecord | undefined>
  /**
   * Compare-and-set of the status; undefined when the status was not one of `from`. Of several callers at once one wins.
   * Sets startedAt at the first `sending`, finishedAt at `completed` and `cancelled` (cleared when sending again).
   * A change to `sending` with nothing queued goes on to `completed` in the same transaction.
   */
  changeStatus(id: number, change: StatusChange): Promise<CampaignRecord | undefined>
  /** Stores a campaign's links, each destination once; returns them in the order given. Repeating it adds nothing. */
  addLinks(campaignId: number, links: readonly { url: string; personalised: boolean }[]): Promise<LinkRecord[]>
  /** Links in the order of the content. Found for ever, also after the campaign was removed. */
  links(campaignId: number): Promise<LinkRecord[]>
  /** One link by its id, for redirects; found for ever, whatever became of the campaign. */
  link(id: number): Promise<LinkRecord | undefined>
  /**
   * Stores a batch of recipients as queued messages (or skipped ones, where a suppression of the campaign's owner holds for its list or for all),
   * leaves out addresses the campaign already has, and changes total, queued and skipped; with `end` it also closes the plan. One transaction.
   * A message's consent is `plannedConsent` of the one given and the newest decision its owner's address logged (`PrivacyStore.setConsent`). Of a plan and a
   * decision at the same time one waits for the other, so that the message has the decision whichever is first.
   * Throws `not_found` when the campaign is gone and `wrong_status` when it is neither a draft nor scheduled: somebody else has finished it.
   */
  plan(campaignId: number, batch: readonly NewMessage[], end?: PlanEnd): Promise<PlanResult>
  /**
   * Takes up to `limit` messages back out of a campaign that is a draft or scheduled, so that other recipients can be planned; it is a draft without
   * `plannedAt` from the first call on. True when messages are left, false when none are (or the status was another).
   */
  clearPlan(campaignId: number, limit: number): Promise<boolean>
  /** Scheduled campaigns whose time has come, oldest first. */
  dueForStart(now: number, limit: number): Promise<number[]>
  /** The earliest time a scheduled campaign starts; undefined when none is scheduled. */
  nextStartAt(): Promise<number | undefined>
  /** Ids of campaigns being sent. */
  sending(): Promise<number[]>
  /** Hides and stops a campaign at once; false when it was not there. Its rows go by `sweep`; its links stay. */
  remove(id: number, owner?: string): Promise<boolean>
  /** Deletes up to `limit` rows of removed campaigns; true when rows are left. */
  sweep(limit: number): Promise<boolean>
  /** Counted by hour as it happens; days are UTC. Empty buckets are left out. */
  timeline(campaignId: number, bucket: TimelineBucket): Promise<Timeline['items']>
  /** Median of the measured read time in milliseconds, to 100 ms; undefined when nothing was measured. */
  medianReadMs(campaignId: number): Promise<number | undefined>
  /**
   * Counts everything again from the messages and events and repairs what differs; the differences found, by counter name (`counters.ts`).
   * What `purge` removed cannot be counted again: without its events a campaign's figures are compared with its messages' counters, and links and
   * timeline stay; without its messages nothing is compared.
   */
  recount(campaignId: number): Promise<Record<string, { was: number; is: number }>>
}
