import type { PageRequest, StorePage } from './paging.ts'
import type { CampaignRecord, CampaignSummary, LinkRecord, MessageRecord, NewCampaign } from './records.ts'
import type { NewStreamMessage, OwnContent } from './stream-records.ts'

/** A stream about to be stored; it is `sending` from then on. Without content of its own, subject and HTML are ''. */
export type NewStream = Omit<NewCampaign, 'key' | 'scheduledAt'> & { key: string }

/** A message that a stream has: stored by this call, or (`created: false`) by an earlier one with the same key. */
export type Enqueued = Pick<
  MessageRecord,
  'id' | 'contentId' | 'state' | 'opens' | 'clicks' | 'bouncedAt' | 'unsubscribedAt'
> & {
  created: boolean
}

/**
 * Streams: mails of one kind that leave one by one as things happen. Rows of campaigns by their own kind, whose status,
 * fields and removal `CampaignStore` changes by id. Keys are unique within an owner. Times are milliseconds since the
 * epoch, of the caller's clock.
 */
export interface StreamStore {
  /**
   * Stores a stream that is `sending` at once, with its key's first call; later ones return that stream as it is,
   * `created: false`; of two at once one creates. A removed stream frees its key. Throws `not_found`
   * (`attachmentGone`) where a file it refers to is gone.
   */
  create(stream: NewStream): Promise<{ stream: CampaignRecord; created: boolean }>
  /** With its content; undefined when its owner (null: none) has no stream of this key. */
  get(key: string, owner: string | null): Promise<CampaignRecord | undefined>
  /** Newest first, by id; no campaigns. Throws as `CampaignStore.list`. */
  list(request: PageRequest & { owner?: string | undefined }): Promise<StorePage<CampaignSummary>>
  /**
   * Stores messages of any streams as queued, in one transaction: what each became, in their order; undefined where its
   * stream is gone. Of those with one key, at once or ever, a stream has the first, which is returned for all others.
   * One whose address is held back (`holdingReasons`) is stored as skipped, and ends at `at`; one that the host sends
   * itself is stored as sent at `at`; consents are those of a plan (`CampaignStore.plan`). Its own content is stored
   * once for equal ones of an owner, with its links, and counters change with the messages. Throws `not_found`
   * (`attachmentGone`) and stores nothing where a file that any of the contents refers to is gone.
   */
  enqueue(messages: readonly NewStreamMessage[], at: number): Promise<(Enqueued | undefined)[]>
  /**
   * queued or claimed → cancelled, as `skipped` in the counters; it ends at `at` and is never sent. Returns the state
   * it has then: another than `cancelled` where it was on the wire or had ended. Undefined when it is not there.
   */
  cancel(messageId: number, at: number): Promise<MessageRecord['state'] | undefined>
  /** The content of messages that have their own; undefined when none has it any more. */
  content(id: number): Promise<OwnContent | undefined>
  /**
   * The links of a stream that were clicked, most clicks first, then by id: of its own content and of that of its
   * messages, of each at most `limit`.
   */
  clickedLinks(streamId: number, limit: number): Promise<LinkRecord[]>
}
