import type { CampaignRecord, NewLink, NewMessage, StoredContent, Tracked } from './records.ts'

/**
 * What one message of a stream is made of, where that is not its stream's content: the whole of it, with what stands
 * above. Kept once for each owner, and gone with the last message that has it.
 */
export interface OwnContent extends Omit<StoredContent, 'document'>, Pick<CampaignRecord, 'from' | 'replyTo'> {
  headers: Record<string, string>
  /** Nothing in it is a template: a program rendered it, with the words of people in it. */
  literal: boolean
}

/** A recipient of a stream about to become a message. `dueAt` as in a plan. */
export interface NewStreamMessage extends Omit<NewMessage, 'once'> {
  streamId: number
  /** A digest of the caller's key: its stream has no second message with it. Null: without a key. */
  once: string | null
  /**
   * Its own content with the links in it; null: it is sent with its stream's. Of one that is not `kept` HTML and text
   * are not stored, but it is the same as another only where these are.
   */
  content: { own: OwnContent; links: readonly NewLink[]; kept?: boolean | undefined } | null
  /**
   * Given: the host sends it itself, now, and this is measured in it. It is stored as sent, whoever is held back. Not
   * given: it is to be sent.
   */
  sent?: Tracked | undefined
}
