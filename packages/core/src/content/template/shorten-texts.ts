/** A template without the middle of its long texts. */
export interface Shortened {
  source: string
  /** The offset in the whole template. */
  whole(offset: number): number
}

/** So much of a long text is kept at each end. */
const keptAtAnEnd = 64

/**
 * Leaves out what says nothing about where tags are: a parser that goes character by character takes most of its time for it. What is cut begins and ends
 * between characters that are no blanks, so that lines with nothing but a section's tag are still told from others. Templates that change the signs of
 * their tags are left whole.
 */
export function shortenTexts(source: string, longest: number): Shortened {
  if (source.length <= longest || source.includes('{{=')) return { source, whole: (offset) => offset }
  let short = ''
  let done = 0
  /** Where something was cut, as offsets in the short template, and how much in all up to there. */
  const cuts: number[] = []
  const removed: number[] = []
  let total = 0
  const cut = (start: number, end: number) => {
    if (end - start <= longest) return
    const from = behindWord(source, start + keptAtAnEnd, end - keptAtAnEnd)
    const to = beforeWord(source, end - keptAtAnEnd, from)
    if (to <= from) return
    short += source.slice(done, from)
    done = to
    total += to - from
    cuts.push(short.length)
    removed.push(total)
  }
  let text = 0
  for (let open = source.indexOf('{{'); open >= 0; open = source.indexOf('{{', text)) {
    const sign = source.startsWith('{{{', open) ? '}}}' : '}}'
    const close = source.indexOf(sign, open)
    if (close < 0) break
    cut(text, open)
    text = close + sign.length
  }
  cut(text, source.indexOf('{{', text) < 0 ? source.length : text)
  short += source.slice(done)
  return { source: short, whole: (offset) => offset + (removed[lastUpTo(cuts, offset)] ?? 0) }
}

/** The first offset from `at` that follows a character which is no blank; `end` where there is none. */
function behindWord(source: string, at: number, end: number): number {
  let from = at
  while (from < end && isBlank(source.charCodeAt(from - 1))) from++
  return from
}

/** The last offset up to `at` with a character which is no blank; `start` where there is none. */
function beforeWord(source: string, at: number, start: number): number {
  let to = at
  while (to > start && isBlank(source.charCodeAt(to))) to--
  return to
}

/** What may be a blank is taken for one. */
const isBlank = (code: number) => code <= 0x20 || code >= 0x7f

/** The index of the last of these ascending numbers that is not above `most`; −1 where all are. */
function lastUpTo(numbers: readonly number[], most: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] as number) <= most) low = middle + 1
    else high = middle
  }
  return low - 1
}
