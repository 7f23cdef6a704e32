import type { OutgoingMessage } from '../transport.ts'

const [CR, LF, DOT] = [0x0d, 0x0a, 0x2e]

/**
 * A message as it goes over the wire (RFC 5321 section 4.5.2): dots at the beginning of lines doubled, every line ended
 * by CRLF, the last one too. A bare CR or LF is a line's end: left alone, it could pass for one at the server (SMTP
 * smuggling). A message that is so already is the same buffer.
 */
const smtpBytes = (raw: Buffer): Buffer => stuffed(raw) ?? stuffed(withLineEnds(raw)) ?? raw

/** Pieces that many messages share, as they go over the wire: each is read once. */
const sharedBytes = new WeakMap<Buffer, Buffer>()

/** The same for a message in parts. Each of them begins a line, so that no dot is missed where two of them meet. */
export function wirePieces(message: OutgoingMessage): readonly Buffer[] {
  if (message.parts === undefined) return [smtpBytes(message.raw)]
  const [own, ...shared] = message.parts
  return [smtpBytes(own), ...shared.map(sharedPiece)]
}

function sharedPiece(piece: Buffer): Buffer {
  const known = sharedBytes.get(piece)
  if (known !== undefined) return known
  const bytes = smtpBytes(piece)
  sharedBytes.set(piece, bytes)
  return bytes
}

/** Undefined where a line ends in anything but CRLF. */
function stuffed(raw: Buffer): Buffer | undefined {
  if (raw[raw.length - 1] !== LF) return undefined
  const dots: number[] = raw[0] === DOT ? [0] : []
  for (let line = 0; line < raw.length; ) {
    const end = raw.indexOf(LF, line)
    // The first CR of the line must be the one before its LF.
    const cr = raw.indexOf(CR, line)
    if (cr < 0 || cr !== end - 1) return undefined
    line = end + 1
    if (raw[line] === DOT) dots.push(line)
  }
  if (dots.length === 0) return raw
  const bytes = Buffer.allocUnsafe(raw.length + dots.length)
  let from = 0
  let to = 0
  for (const dot of [...dots, raw.length]) {
    to += raw.copy(bytes, to, from, dot)
    if (dot < raw.length) to = bytes.writeUInt8(DOT, to)
    from = dot
  }
  return bytes
}

function withLineEnds(raw: Buffer): Buffer {
  const text = raw.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n')
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1')
}
