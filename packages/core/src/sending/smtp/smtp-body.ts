import { Readable } from 'node:stream'

/** The body of one send, and how much of it was taken. */
export interface SmtpBody {
  readonly stream: Readable
  /** The server asked for the body (354), and the first byte was taken. */
  readonly started: boolean
  /** The last byte was taken: from here on, only the server knows. */
  readonly handedOver: boolean
}

/** Taken at once up to this size, in pieces above: a body that is still being held back was certainly not received whole. */
const pieceBytes = 64 * 1024

/**
 * Wraps a message so that one knows what was handed over. nodemailer asks for the first byte when the server has answered DATA with 354.
 * `mayStart` is asked at that moment: false (the lease is over, the send was given up) keeps the whole body back.
 */
export function createSmtpBody(raw: Buffer, mayStart: () => boolean): SmtpBody {
  let at = 0
  const stream = new Readable({
    highWaterMark: pieceBytes,
    read() {
      if (at === 0 && !mayStart()) {
        this.destroy(new Error('The time for this send was over before the server took the message.'))
        return
      }
      const end = Math.min(at + pieceBytes, raw.length)
      const piece = at === 0 && end === raw.length ? raw : raw.subarray(at, end)
      at = end
      this.push(piece)
      if (at >= raw.length) this.push(null)
    },
  })
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
