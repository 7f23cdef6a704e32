import { Readable, Transform } from 'node:stream'

/** The body of one send, and how much of it was taken. */
export interface SmtpBody {
  readonly stream: Readable
  /** The server asked for the body (354), and the first byte was taken. */
  readonly started: boolean
  /** The last byte was taken: from here on, only the server knows. */
  readonly handedOver: boolean
}

/**
 * Taken at once up to this size, in pieces above: a body that is still being held back was certainly not received
 * whole.
 */
const pieceBytes = 64 * 1024
const [CR, LF, DOT] = [0x0d, 0x0a, 0x2e]

/**
 * Wraps a message so that one knows what was handed over. nodemailer asks for the first byte when the server has
 * answered DATA with 354. `mayStart` is asked at that moment: false (the lease is over, the send was given up) keeps
 * the whole body back.
 */
export function createSmtpBody(raw: Buffer, mayStart: () => boolean): SmtpBody {
  let at = 0
  const refuse = () => stream.destroy(new Error('The time for this send was over before the server took the message.'))
  const stream = new Readable({
    highWaterMark: pieceBytes,
    read() {
      if (at === 0 && !mayStart()) return void refuse()
      const end = Math.min(at + pieceBytes, raw.length)
      const piece = at === 0 && end === raw.length ? raw : raw.subarray(at, end)
      at = end
      this.push(piece)
      if (at >= raw.length) this.push(null)
    },
  })
  const ready = raw.length <= pieceBytes ? dotStuffed(raw) : undefined
  if (ready !== undefined) {
    const pipe = stream.pipe.bind(stream)
    stream.pipe = <T extends NodeJS.WritableStream>(destination: T): T => {
      if (!(destination instanceof Transform)) return pipe(destination)
      if (mayStart()) {
        at = raw.length
        passAround(ready, destination)
      } else refuse()
      return destination
    }
  }
  return {
    stream,
    get started() {
      return at > 0
    },
    get handedOver() {
      return at > 0 && at >= raw.length
    },
  }
}

/**
 * Puts a message that is ready where nodemailer's stream would have put it, past its search for dots and line ends byte
 * by byte, which takes as long as all the rest of a send. `lastByte` is how that stream knows that the last line is
 * ended; were it called otherwise, an empty line would be added.
 */
function passAround(ready: Buffer, destination: Transform): void {
  destination.push(ready)
  Object.assign(destination, { lastByte: LF })
  destination.end()
}

/**
 * The message with the dots at the beginning of lines doubled (RFC 5321 section 4.5.2); undefined where a line ends in
 * anything but CRLF.
 */
function dotStuffed(raw: Buffer): Buffer | undefined {
  if (raw[raw.length - 1] !== LF) return undefined
  const dots: number[] = raw[0] === DOT ? [0] : []
  for (let line = 0; line < raw.length; ) {
    const end = raw.indexOf(LF, line)
    // The first CR of the line must be the one before its LF: a bare one could pass for a line's end (SMTP smuggling).
    const cr = raw.indexOf(CR, line)
    if (cr < 0 || cr !== end - 1) return undefined
    line = end + 1
    if (raw[line] === DOT) dots.push(line)
  }
  if (dots.length === 0) return raw
  const stuffed = Buffer.allocUnsafe(raw.length + dots.length)
  let from = 0
  let to = 0
  for (const dot of [...dots, raw.length]) {
    to += raw.copy(stuffed, to, from, dot)
    if (dot < raw.length) to = stuffed.writeUInt8(DOT, to)
    from = dot
  }
  return stuffed
}
