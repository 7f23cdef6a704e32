import type { OutgoingMessage } from './transport.ts'

/** A message in pieces; `raw` joins them when it is read, and so costs as much as the message is long. */
export function messageInParts(
  envelope: OutgoingMessage['envelope'],
  parts: readonly [Buffer, ...Buffer[]],
): OutgoingMessage {
  return {
    envelope,
    parts,
    get raw() {
      return Buffer.concat(parts)
    },
  }
}

/** How long a message is, without joining its pieces. */
export const sizeOf = (message: Pick<OutgoingMessage, 'raw' | 'parts'>): number =>
  message.parts === undefined ? message.raw.length : message.parts.reduce((sum, part) => sum + part.length, 0)
