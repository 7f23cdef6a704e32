/** A place in a text as editors count it. */
export interface LinePlace {
  /** From 1. */
  line: number
  /** From 1, in UTF-16 units. */
  column: number
}

/** Says on which line and in which column of a text an offset is. The text is read when the first one is asked for. */
export function linePlaces(text: string): (offset: number) => LinePlace {
  let starts: number[] | undefined
  return (offset) => {
    starts ??= [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ index, 0: end }) => index + end.length)]
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] as number) <= offset) low = middle + 1
      else high = middle
    }
    return { line: low, column: offset - (starts[low - 1] as number) + 1 }
  }
}
