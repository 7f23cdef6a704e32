import { addressKey } from '../../kit/address-key.ts'
import type { MimePart } from './mime-part.ts'

/** Without the signs that reports set around an address, or before it (`SMTP=ada@example.org`). */
const anyAddress =
  /[^\s<>()[\]",;:'=@][^\s<>()[\]",;:=@]{0,63}@(?:[a-z0-9\x80-\uffff-]{1,63}\.){1,10}[a-z0-9\x80-\uffff-]{2,63}/gi
const mostAddresses = 100
const longestLine = 1000

/** The mail system itself, and whom one may ask. */
const noRecipient = /^(?:postmaster|mailer-daemon|mdaemon|abuse|no-?reply|support|help(?:desk)?|hostmaster|root)@/i
/** Fields of a mail that a report repeats. */
const otherField = /^[ \t>]{0,8}(?:from|sender|reply-to|cc|return-path|message-id|subject)[ \t]{0,8}:/i
/** Before the address we wrote to, where another one behind it failed. */
const originally =
  /(?:(?:generated|expanded) from:?|originally addressed to|original(?: |-)(?:recipient|address)\W{0,3}(?:rfc822;)?)[\s<'":]{0,8}$/i
const brokenLine = /(\((?:generated|expanded) from)\n\s{0,80}/gi
const named =
  /(?:recipients?|rcpt to|to|address(?:es|ee)?|user(?:id)?|for|account|mailbox)(?: (?:is|was))?[\s<'":(=-]{0,12}$/i

/** Which address a report is about. */
export interface FailedAddress {
  /** The one we wrote to, as far as the report says. */
  recipient: string | undefined
  /** Another one that failed, to which the recipient's mail goes on. */
  forwardedTo: string | undefined
}

/**
 * The address that a report in plain words is about, as people see it: one that begins a line, one that a word such as
 * "recipient" names, or else the first. The report's own `parties` are none of them.
 */
export function failedAddress(text: string, parties: ReadonlySet<string>): FailedAddress {
  const best: Partial<Record<Rank, string>> = {}
  let left = mostAddresses
  for (const line of text.replace(brokenLine, '$1 ').split('\n')) {
    const short = line.slice(0, longestLine)
    if (otherField.test(short)) continue
    for (const { 0: address, index } of short.matchAll(anyAddress)) {
      left -= 1
      if (left < 0) break
      if (!noRecipient.test(address) && !parties.has(addressKey(address)))
        best[rankOf(short.slice(0, index))] ??= address
    }
  }
  const failed = best.alone ?? best.named ?? best.any ?? best.field
  return best.original === undefined
    ? { recipient: failed, forwardedTo: undefined }
    : { recipient: best.original, forwardedTo: failed }
}

type Rank = 'original' | 'alone' | 'named' | 'any' | 'field'

/** By what stands before it in its line. */
function rankOf(before: string): Rank {
  if (originally.test(before)) return 'original'
  // The returned mail's own field: a list it was written to, where the text names another one.
  if (/^[ \t>]{0,8}to[ \t]{0,8}:/i.test(before)) return 'field'
  if (/^[\s<>*"'(•-]*$/.test(before)) return 'alone'
  return named.test(before) ? 'named' : 'any'
}

const partyFields = ['from', 'sender', 'reply-to', 'return-path', 'delivered-to', 'x-original-to', 'envelope-to']

/** Who wrote the report and to whom, and who sent the mail it returns. */
export function partiesOf(report: MimePart, returned: MimePart['headers']): Set<string> {
  const values = [
    ...[...partyFields, 'to'].map((field) => report.headers.get(field)),
    ...['from', 'sender', 'reply-to', 'return-path'].map((field) => returned.get(field)),
  ].flatMap((found) => found ?? [])
  return new Set(values.flatMap((value) => addressesIn(value)).map(addressKey))
}

/** Addresses of a field, in their order. */
export const addressesIn = (value: string): string[] =>
  Array.from(value.slice(0, longestLine).matchAll(anyAddress), ([address]) => address)
