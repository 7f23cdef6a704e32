import type { Steps } from '../../kit/steps.ts'

/** Of a line: 57 bytes are 76 characters. */
const LINE_BYTES = 57
const LINE_CHARACTERS = 76
/** Encoded in one step. */
const STEP_LINES = 8_192

/** How many bytes a file of this size takes, encoded. */
export function encodedSize(size: number): number {
  return Math.ceil(size / 3) * 4 + 2 * Math.max(Math.ceil(size / LINE_BYTES), 1)
}

/**
 * A file in base64 as mails have it (RFC 2045, section 6.8): lines of 76 characters, each with its CRLF. An empty file
 * is one empty line, so that the boundary behind it begins a line.
 */
export function* encodeFile(bytes: Uint8Array): Steps<Buffer> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const encoded = Buffer.allocUnsafeSlow(encodedSize(bytes.length))
  let to = 0
  for (let from = 0; from < file.length; from += STEP_LINES * LINE_BYTES) {
    if (from > 0) yield
    const text = file.toString('base64', from, from + STEP_LINES * LINE_BYTES)
    for (let line = 0; line < text.length; line += LINE_CHARACTERS) {
      to += encoded.write(`${text.slice(line, line + LINE_CHARACTERS)}\r\n`, to, 'latin1')
    }
  }
  if (file.length === 0) encoded.write('\r\n')
  return encoded
}

/** The file again, of what `encodeFile` made, as a `data:` URI. */
export function dataUri(contentType: string, encoded: Buffer): string {
  return `data:${contentType};base64,${encoded.toString('latin1').replaceAll('\r\n', '')}`
}
