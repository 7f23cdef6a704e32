/** Replaces source[start, end) by `text`; an insertion where start equals end. */
export interface Edit {
  start: number
  end: number
  text: string
}

/** Applies edits to the source; everything outside them stays the same characters. They must not overlap. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  let out = ''
  let at = 0
  for (const { start, end, text } of inOrder(edits)) {
    if (start < at || end < start || end > source.length)
      throw new RangeError(`Edit ${start}–${end} overlaps another or lies outside the source`)
    out += source.slice(at, start) + text
    at = end
  }
  return out + source.slice(at)
}

/** By place; at one place, insertions first and in the order given. */
export function inOrder<T extends { start: number; end: number }>(edits: readonly T[]): T[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end)
}
