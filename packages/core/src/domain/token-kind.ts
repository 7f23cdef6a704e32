/** What a token may be used for, by the number sealed into it. The numbers never change: old mails carry them. */
export const tokenKinds = {
  pixel: 1,
  click: 2,
  read: 3,
  unsubscribe: 4,
  preferences: 5,
  view: 6,
  /** The local part of a bounce address (VERP). */
  bounce: 7,
  /** Message 0; the link id is the campaign. */
  aggregatePixel: 8,
  /** Message 0. */
  aggregateClick: 9,
  /** Links of a test send: their pages only say that it is a test. */
  test: 10,
  /** In the Message-ID and a header: what reports about a message name it by. It does not unsubscribe. */
  report: 11,
} as const
/**
 * What a token may be used for; one that was sealed for another use is not accepted, so that a click's URL cannot
 * unsubscribe.
 */
export type TokenKind = keyof typeof tokenKinds

/** How many characters a token has: the 128 bits of one block, 5 bits each. Composers reserve that many for one. */
export const tokenLength = 26
