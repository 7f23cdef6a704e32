import type { FeedbackRefs } from '../domain/feedback.ts'
import { readId } from '../domain/ids.ts'
import type { TokenKind } from '../domain/token-kind.ts'
import type { TokenSealer } from '../tracking/tokens.ts'

/** Tokens that stand in a mail for whoever reports about it. Those of links and pixels lead to pages, not here. */
const reporting: readonly TokenKind[] = ['report', 'bounce', 'unsubscribe']
const token = /(?<![0-9a-z])[0-9a-z]{26}(?![0-9a-z])/gi
/** Longer than any Message-ID or address that holds a token. */
const mostRead = 1000

/** The messages that an event names, by each of its references that leads to one, in their order. */
export function messagesNamed(refs: FeedbackRefs, open: TokenSealer['open']): readonly number[] {
  const named = new Set<number>()
  const own = refs.messageId === undefined ? undefined : readId(refs.messageId)
  if (own !== undefined) named.add(own)
  for (const text of [refs.token, refs.rfcMessageId])
    for (const [candidate] of text?.slice(0, mostRead).matchAll(token) ?? []) {
      const content = open(candidate.toLowerCase())
      if (content !== undefined && reporting.includes(content.kind) && content.messageId > 0)
        named.add(content.messageId)
    }
  return [...named]
}
