import type { TokenKind } from '../domain/token-kind.ts'

/**
 * The URLs a message carries: absolute, ASCII. None holds anything personal: a token is all that varies, and the same
 * ids give the same URL each time, so that a message composed twice is the same. Methods throw `id_exhausted` for ids
 * that no token can hold.
 */
export interface TrackingUrls {
  /** The open pixel of this message. */
  pixel(messageId: number): string
  /** Where this link of this message leads: counted, then redirected to the authored destination. */
  click(messageId: number, linkId: number): string
  /** The image that measures for how long the message is shown. */
  read(messageId: number): string
  /** The page that asks on GET and unsubscribes on POST (RFC 8058); a GET, which scanners send, changes nothing. */
  unsubscribe(messageId: number): string
  /** The page on which a recipient chooses what is measured. */
  preferences(messageId: number): string
  /** The message as a web page. */
  view(messageId: number): string
  /** One pixel for a whole campaign: counted, not attributed to a recipient; the token holds message 0. */
  aggregatePixel(campaignId: number): string
  /** One URL of a link for a whole campaign. */
  aggregateClick(linkId: number): string
  /** True for a URL under the tracking paths of this installation; such a URL is never tracked. */
  owns(url: string): boolean
  /**
   * The same URLs in two parts, a fixed beginning and a token, for sealing many at once. Absent: each URL is asked for.
   */
  sealed?: SealedUrls | undefined
}

/**
 * Tracking URLs in two parts, so that a composer writes the fixed part once and seals all tokens of a message in one
 * call. `prefix(kind)` with the token behind it is the URL that `TrackingUrls` gives.
 */
export interface SealedUrls {
  /** What stands before the token of this kind. Throws `invalid_option` for a kind without a route (`bounce`). */
  prefix(kind: TokenKind): string
  /** Gives what seals these tokens for one message after the other. */
  batch(tokens: readonly BatchToken[]): TokenBatch
}

/**
 * A token of a batch. `messageId` may be fixed (aggregate tokens hold 0); without it, it is given to `seal`. `linkId`
 * is 0 where it is not given: kinds other than clicks and the aggregate pixel have none.
 */
export interface BatchToken {
  kind: TokenKind
  linkId?: number | undefined
  messageId?: number | undefined
}

/**
 * Seals the same tokens for one message after the other, in one call to the cipher, whose cost is mostly that of the
 * call. Not to be shared: it holds the tokens of the message that was sealed last.
 */
export interface TokenBatch {
  /** Seals all tokens of the batch for this message; what was sealed before is overwritten. Throws `id_exhausted`. */
  seal(messageId: number): void
  /** Writes the token at `index`, `tokenLength` ASCII characters, into `target` at `offset`. */
  write(index: number, target: Uint8Array, offset: number): void
}
