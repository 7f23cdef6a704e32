import type { ComposedMessage } from '../composer.ts'

/** A composed message with its files behind it. `keep`: its own bytes are copied out of the composer's buffer. */
export function inParts(
  { envelope, raw, html, text }: ComposedMessage,
  files: readonly Buffer[],
  keep = false,
): ComposedMessage {
  const parts: [Buffer, ...Buffer[]] = [keep ? Buffer.from(raw) : raw, ...files]
  return {
    envelope,
    parts,
    get raw() {
      return Buffer.concat(parts)
    },
    html,
    text,
  }
}
