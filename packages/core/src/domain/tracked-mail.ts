import type { RecipientInput } from './recipient.ts'
import type { DefinedStream } from './stream.ts'

/** A mail that the host sends itself, to one recipient. */
export interface TrackInput<D = Record<string, unknown>> {
  /** The stream that it becomes a message of, by its key or definition; the first mail makes it. */
  stream: string | DefinedStream<D>
  /** One person: whoever else got the mail would open it for this one. */
  to: string | Omit<RecipientInput, 'data'>
  /**
   * The mail as it would be sent. Nothing in it is a template but the library's own fields, such as
   * `{{unsubscribeUrl}}`.
   */
  html: string
  /** @default made from the HTML, links behind their text */
  text?: string | undefined
  /** For lists of messages. */
  subject?: string | undefined
  /** The stream never has a second message with it: the first is given back, with these HTML and text. */
  key?: string | undefined
  /** What one unsubscribes from by it, where this mail makes the stream. @default everything */
  topic?: string | undefined
  /** Stores HTML and text, so that `{{viewUrl}}` shows the mail. @default false */
  keep?: boolean | undefined
  /** The mail is given back untracked after so many milliseconds, 1 … 60000. @default 500 */
  deadlineMs?: number | undefined
}

/** What the host sends. */
export interface TrackedMail {
  /** Of its message; null: it could not be tracked in time, and HTML and text are those that were given. */
  id: string | null
  html: string
  text: string
  /** To be set beside the host's own: how to unsubscribe, and by what a bounce is recognised. */
  headers: Record<string, string>
  /**
   * True where the stream would not mail this address. Whether the mail leaves all the same is up to the host. False
   * also where it could not be asked.
   */
  suppressed: boolean
}
