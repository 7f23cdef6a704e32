/** A template without the middle of its long texts. */
export interface Shortened {
  source: string
  /**
   * The offset in the whole template. Where something was cut, the offset before it: a part of the template may begin
   * there, and none ends behind it.
   */
  whole(offset: number): number
}

/** So much of a long text is kept at each end. */
const keptAtAnEnd = 1

/**
 * Leaves out what says nothing about where tags are: a parser that goes character by character takes most of its time
 * for it. Whole words, whole lines, and blanks of one line are cut, so that lines with nothing but a section's tag are
 * still told from others. Templates that change the signs of their tags are left whole.
 */
export function shortenTexts(source: string, longest: number): Shortened {
  if (source.length <= longest || source.includes('{{=')) return { source, whole: (offset) => offset }
  let short = ''
  let done = 0
  /** Where something was cut, as offsets in the short template, and how much in all up to there. */
  const cuts: number[] = []
  const removed: number[] = []
  let total = 0
  const remove = (from: number, to: number) => {
    if (to <= from) return
    short += source.slice(done, from)
    done = to
    total += to - from
    cuts.push(short.length)
    removed.push(total)
  }
  const cut = (start: number, end: number) => {
    if (end - start <= longest) return
    const [first, last] = [start + keptAtAnEnd, end - keptAtAnEnd]
    const from = behindWord(source, first, last)
    const to = beforeWord(source, last, from)
    // Braces that come to stand beside each other would begin a tag.
    if ([...new Set([start, from - 1, to, last])].filter((at) => source.charAt(at) === '{').length > 1) return
    // The blanks that were passed by on the way to either end of the cut, but for the character they stand beside.
    remove(first, from - 1)
    remove(from, to)
    remove(to + 1, last)
  }
  let text = 0
  for (let open = source.indexOf('{{'); open >= 0; open = source.indexOf('{{', text)) {
    const sign = source.startsWith('{{{', open) ? '}}}' : '}}'
    const close = source.indexOf(sign, open)
    cut(text, open)
    // What stands behind a tag that is not closed belongs to no text.
    text = close < 0 ? source.length : close + sign.length
  }
  cut(text, source.length)
  short += source.slice(done)
  return { source: short, whole: (offset) => offset + (removed[lastBelow(cuts, offset)] ?? 0) }
}

/** The first offset from `at` that follows a word's character or the end of a line; `end` where there is none. */
function behindWord(source: string, at: number, end: number): number {
  let from = at
  while (from < end && isBlank(source, from - 1)) from++
  return from
}

/** The last offset up to `at` with a word's character or the end of a line; `start` where there is none. */
function beforeWord(source: string, at: number, start: number): number {
  let to = at
  while (to > start && isBlank(source, to)) to--
  return to
}

/** What is blank to the parser, and does not end a line. */
function isBlank(source: string, at: number): boolean {
  const code = source.charCodeAt(at)
  if (code === 0x20 || code === 0x09) return true
  return code !== 0x0a && (code < 0x20 || code > 0x7e) && /\s/.test(source.charAt(at))
}

/** The index of the last of these ascending numbers that is below `limit`; −1 where none is. */
function lastBelow(numbers: readonly number[], limit: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] as number) < limit) low = middle + 1
    else high = middle
  }
  return low - 1
}
