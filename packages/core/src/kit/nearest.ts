/** Longer words are compared with nothing: what takes their place is not a slip of the hand. */
const LONGEST = 40
const MOST_EDITS = 2

/**
 * The word that is at most `most` letters away, upper and lower case alike, if there is one: what somebody may have
 * meant.
 */
export function nearest(word: string, words: readonly string[], most = MOST_EDITS): string | undefined {
  if (word.length > LONGEST) return undefined
  const edits = words.map((other) => [other, distance(word.toLowerCase(), other.toLowerCase())] as const)
  const [best] = edits.toSorted(([, a], [, b]) => a - b)
  return best !== undefined && best[1] <= Math.min(most, word.length - 1) ? best[0] : undefined
}

/** The letters that have to be put in, taken out or changed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const above = row
    row = [i + 1]
    for (let j = 0; j < b.length; j++)
      row.push(Math.min((above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1, (above[j] ?? 0) + (a[i] === b[j] ? 0 : 1)))
  }
  return row[b.length] ?? 0
}
