import type { TokenContent } from '../../tracking/tokens.ts'
import { fromMailSystem } from './mail-system.ts'
import { allParts, headAndContent, type MimePart, parseHeaders } from './mime-part.ts'
import { returnedHeaders } from './plain-report.ts'

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
/** Where a mail of ours, or a report of it, has the token of its Message-ID. */
const reportFields = [
  'x-sillage-message',
  'cfbl-feedback-id',
  'message-id',
  'original-message-id',
  'original-envelope-id',
  'in-reply-to',
  'references',
]
const token = /(?<![0-9a-z])[0-9a-z]{26}(?![0-9a-z])/gi
/** Trying a candidate takes a decryption for each secret; a report about our mail has one or two. */
const mostCandidates = 200

/**
 * Finds which message a report is about: by the token in our bounce address, or by those in the Message-ID, our own
 * header or the unsubscribe header of the mail it returns. All can only come from a mail of ours; an address in a
 * report proves nothing, since anybody can write one.
 */
export function ourMessage(mail: MimePart, open: (token: string) => TokenContent | undefined): number | undefined {
  let left = mostCandidates
  const first = (values: readonly string[], kind: TokenContent['kind']): number | undefined => {
    for (const value of values)
      for (const [candidate] of value.slice(0, 4000).matchAll(token)) {
        left -= 1
        if (left < 0) return undefined
        const content = open(candidate)
        // Those of a test mail are of no message.
        if (content?.kind === kind && content.messageId > 0) return content.messageId
      }
    return undefined
  }
  for (const headers of headerSets(mail)) {
    const addresses = addressFields.flatMap((field) => headers.get(field) ?? [])
    const found =
      first(addresses, 'bounce') ??
      first(
        reportFields.flatMap((field) => headers.get(field) ?? []),
        'report',
      ) ??
      first(headers.get('list-unsubscribe') ?? [], 'unsubscribe')
    if (found !== undefined) return found
  }
  return undefined
}

/** The report's own headers, the fields it reports, and the headers of the mail it returns. */
function* headerSets(mail: MimePart): Generator<Map<string, string[]>> {
  yield mail.headers
  for (const { type, body } of allParts(mail))
    if (
      type === 'message/feedback-report' ||
      type === 'message/delivery-status' ||
      type === 'message/rfc822' ||
      type === 'message/global' ||
      type.startsWith('text/rfc822')
    )
      yield parseHeaders(headAndContent(body).head)
  if (fromMailSystem(mail)) yield returnedHeaders(mail)
}
