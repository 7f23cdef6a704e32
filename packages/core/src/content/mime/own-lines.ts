import type { ComposeInput } from '../composer.ts'
import { bracketed, dateValue, extraLine, subjectLine, toLine } from './header-values.ts'
import { type MergedLines, mergedText } from './merged-headers.ts'
import type { MessageFrame } from './message-frame.ts'

/** What one message's header says of it alone. */
interface Own extends Pick<ComposeInput, 'rfcMessageId' | 'date' | 'headers'> {
  to: { name: string; address: string }
  subject: string
  /** Undefined where the campaign's headers have no merge fields. */
  lines: MergedLines | undefined
}

/** The lines of the header that differ from message to message, each with its CRLF. */
export function ownLines(
  { from }: MessageFrame,
  { to, subject, rfcMessageId, date, headers = [], lines }: Own,
): string {
  let head = toLine(to)
  head += subjectLine(subject)
  head += `Message-ID: ${bracketed(rfcMessageId)}\r\nDate: ${dateValue(date)}\r\n`
  for (const { name, value } of headers) head += extraLine(name, value)
  return lines === undefined ? head : head + mergedText(from.address, lines)
}
