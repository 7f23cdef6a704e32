import type { TokenContent } from '../../tracking/tokens.ts'
import { allParts, type MimePart, parseHeaders } from './mime-part.ts'

/** Where a report may name the address it was sent to: our envelope sender, with a token inside (VERP). */
const addressFields = [
  'x-original-to',
  'delivered-to',
  'envelope-to',
  'x-envelope-to',
  'to',
  'original-mail-from',
  'return-path',
]
const token = /(?<![0-9a-z])[0-9a-z]{26}(?![0-9a-z])/gi

/**
 * Finds which message a report is about: by the token in our bounce address, or by that in the unsubscribe header of the mail it returns.
 * Both can only come from a mail of ours; an address in a report proves nothing, since anybody can write one.
 */
export function ourMessage(mail: MimePart, open: (token: string) => TokenContent | undefined): number | undefined {
  for (const headers of headerSets(mail)) {
    for (const field of addressFields)
      for (const value of headers.get(field) ?? []) {
        const found = first(value, open, (kind) => kind === 'bounce')
        if (found !== undefined) return found
      }
    for (const value of headers.get('list-unsubscribe') ?? []) {
      const found = first(value, open, (kind) => kind === 'unsubscribe')
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** The report's own headers, the fields it reports, and the headers of the mail it returns. */
function* headerSets(mail: MimePart): Generator<Map<string, string[]>> {
  for (const part of allParts(mail)) {
    if (part === mail) yield part.headers
    const { type, body } = part
    if (
      type === 'message/feedback-report' ||
      type === 'message/rfc822' ||
      type.startsWith('text/rfc822-header') ||
      type === 'message/global'
    )
      yield parseHeaders(body.split(/\r?\n\r?\n/, 1)[0] ?? '')
  }
}

function first(
  text: string,
  open: (token: string) => TokenContent | undefined,
  accepts: (kind: TokenContent['kind']) => boolean,
): number | undefined {
  for (const [candidate] of text.slice(0, 4000).matchAll(token)) {
    const content = open(candidate)
    if (content !== undefined && accepts(content.kind)) return content.messageId
  }
  return undefined
}
