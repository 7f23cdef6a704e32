import type { Steps } from '../../kit/steps.ts'

/** A few milliseconds of work for a tokenizer, whatever stands in it. */
const sliceLength = 4_096

/**
 * Hands HTML to a tokenizer in slices, a step each. The offsets it reports are those of the whole text. To a browser
 * `<![CDATA[` begins a comment that ends at the next `>`; the tokenizer would read on to `]]>`, and past links.
 */
export function* feed(reader: { write(slice: string): void }, html: string, length = sliceLength): Steps<void> {
  const text = html.replaceAll('<![CDATA[', '<!_CDATA[')
  for (let at = 0; at < text.length; at += length) {
    if (at > 0) yield
    reader.write(text.slice(at, at + length))
  }
}
