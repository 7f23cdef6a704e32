import type { FeedbackRefs } from '../domain/feedback.ts'
import { readId } from '../domain/ids.ts'
import type { TokenKind } from '../domain/token-kind.ts'
import type { TokenSealer } from '../tracking/tokens.ts'

/** Tokens that stand in a mail for whoever reports about it. Those of links and pixels lead to pages, not here. */
const reporting: readonly TokenKind[] = ['report', 'bounce', 'unsubscribe']
const token = /(?<![0-9a-z])[0-9a-z]{26}(?![0-9a-z])/gi
/** Longer than any Message-ID or address that holds a token. */
const mostRead = 1000

/** The message that an event names, by the first of its references that leads to one. */
export function messageNamed(refs: FeedbackRefs, open: TokenSealer['open']): number | undefined {
  if (refs.messageId !== undefined) return readId(refs.messageId)
  for (const text of [refs.token, refs.rfcMessageId])
    for (const [candidate] of text?.slice(0, mostRead).matchAll(token) ?? []) {
      const content = open(candidate.toLowerCase())
      if (content !== undefined && reporting.includes(content.kind) && content.messageId > 0) return content.messageId
    }
  return undefined
}
