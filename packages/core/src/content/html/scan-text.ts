import type { Span } from './scan-html.ts'

/** A URL in plain text: a scheme, then anything but white space and the signs that mark a URL's end. */
const url = /https?:\/\/[^\s<>"'`\\^|]+/gi
const trailing = new Set('.,;:!?)]}>\'"*_')
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Finds the URLs of plain text. Punctuation behind one is not part of it; a bracket is, when it was opened inside. */
export function* scanText(text: string): Generator<Span> {
  for (const { index, 0: found } of text.matchAll(url)) yield { start: index, end: index + cut(found) }
}

function cut(found: string): number {
  const open = new Map<string, number>()
  for (const char of found) if ('()[]{}'.includes(char)) open.set(char, (open.get(char) ?? 0) + 1)
  let end = found.length
  for (; end > 0 && trailing.has(found.charAt(end - 1)); end--) {
    const close = found.charAt(end - 1)
    const opening = pairs[close]
    if (opening === undefined) continue
    if ((open.get(opening) ?? 0) >= (open.get(close) ?? 0)) break
    open.set(close, (open.get(close) ?? 1) - 1)
  }
  return end
}
