import type { Steps } from '../../kit/steps.ts'

/** A few milliseconds of work for a tokenizer, whatever stands in it. */
const sliceLength = 4_096

/** Hands text to a tokenizer or parser in slices, a step each. The offsets it reports are those of the whole text. */
export function* feed(reader: { write(slice: string): void }, text: string, length = sliceLength): Steps<void> {
  for (let at = 0; at < text.length; at += length) {
    if (at > 0) yield
    reader.write(text.slice(at, at + length))
  }
}
