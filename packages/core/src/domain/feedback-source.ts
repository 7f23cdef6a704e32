import type { Clock } from './clock.ts'
import type { FeedbackEvent } from './feedback.ts'

/**
 * Reads what one provider says by webhook: who speaks, and what it means. Made by a function of
 * `@sillage/core/feedback`, such as `postmarkFeedback`.
 */
export interface FeedbackSource {
  /** The provider, such as `postmark`; for logs. */
  readonly name: string
  /**
   * True where the provider signs the bytes of the body: one that the framework has parsed before us cannot be checked,
   * and is answered 500 with what to do.
   */
  readonly signsBytes?: boolean | undefined
  /** True where a body is a whole mail: of a long one the beginning is enough. */
  readonly takesMails?: boolean | undefined
  /**
   * True where the provider may name a mail by nothing but an id of its own: what transports learn of these is stored
   * with each message that is sent, for 30 days.
   */
  readonly needsProviderId?: boolean | undefined
  /**
   * Headers that make the provider name our mail again. They are added to each message, with its token.
   */
  headers?(token: string): readonly { name: string; value: string }[]
  /** Never rejects for bad input. */
  read(request: FeedbackRequest, deps: FeedbackDeps): Promise<FeedbackReading>
}

/** A request as it came to the route of a source, after its path key was checked. */
export interface FeedbackRequest {
  method: 'POST'
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>
  /** Without the question mark. */
  query: string
  body: Uint8Array
}

/** What a source may use of the installation. */
export interface FeedbackDeps {
  clock: Clock
  /** Only for a provider's certificates, and to confirm a subscription. */
  fetch: typeof fetch
}

/** What a source makes of a request. */
export type FeedbackReading =
  /** None for a ping, or for what says nothing that is to be recorded. */
  | { kind: 'events'; events: readonly FeedbackEvent[] }
  /** Whole mails, as a provider passes them on or a pipe hands them in: reports, complaints, mails that unsubscribe. */
  | { kind: 'mails'; mails: readonly Uint8Array[] }
  /** A handshake; or 503, where what proves it cannot be fetched now. */
  | { kind: 'answer'; status: number; headers?: Readonly<Record<string, string>>; body: string }
  /** `why` is a short code for the log and the metrics, never part of the answer. */
  | { kind: 'refused'; status: 400 | 401 | 403 | 413; why: string }
