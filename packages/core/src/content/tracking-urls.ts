import type { TokenKind } from '../domain/token-kind.ts'

/** The URLs a message carries. None holds anything personal: a token is all that varies. */
export interface TrackingUrls {
  pixel(messageId: number): string
  click(messageId: number, linkId: number): string
  read(messageId: number): string
  unsubscribe(messageId: number): string
  preferences(messageId: number): string
  view(messageId: number): string
  /** One pixel for a whole campaign: counted, tied to nobody. */
  aggregatePixel(campaignId: number): string
  /** One URL of a link for a whole campaign. */
  aggregateClick(linkId: number): string
  /** True for a URL under the tracking paths of this installation; such a URL is never tracked. */
  owns(url: string): boolean
  /** The same URLs in two parts, a fixed beginning and a token, for sealing many at once. Absent: each URL is asked for. */
  sealed?: SealedUrls | undefined
}

export interface SealedUrls {
  /** What stands before the token of this kind. */
  prefix(kind: TokenKind): string
  batch(tokens: readonly BatchToken[]): TokenBatch
}

/** A token of a batch. `messageId` may be fixed (aggregate tokens hold 0); without it, it is given to `seal`. */
export interface BatchToken {
  kind: TokenKind
  linkId?: number | undefined
  messageId?: number | undefined
}

/** Seals the same tokens for one message after the other, in one call to the cipher. */
export interface TokenBatch {
  /** Seals all tokens of the batch for this message; what was sealed before is overwritten. */
  seal(messageId: number): void
  /** Writes the 26 ASCII characters of the token at `index` into `target` at `offset`. */
  write(index: number, target: Uint8Array, offset: number): void
}
