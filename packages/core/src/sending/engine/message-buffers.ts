/** Buffers for messages on the wire, used again: a fresh one for every mail is what the garbage collector would be busiest with. */
export interface MessageBuffers {
  /** A copy of these bytes. */
  copy(raw: Buffer): Buffer
  /** Gives a copy back, when nobody reads it any more. */
  release(copy: Buffer): void
}

const bufferBytes = 32 * 1024

export function createMessageBuffers(keep: number): MessageBuffers {
  const free: Buffer[] = []
  return {
    copy(raw) {
      if (raw.length > bufferBytes) return Buffer.from(raw)
      const buffer = free.pop() ?? Buffer.allocUnsafeSlow(bufferBytes)
      raw.copy(buffer)
      return buffer.subarray(0, raw.length)
    },
    release(copy) {
      const { buffer } = copy
      if (buffer.byteLength === bufferBytes && free.length < keep) free.push(Buffer.from(buffer))
    },
  }
}
