/** An element whose end has not come; `end` undoes what its start did. */
interface OpenElement {
  name: string
  end: () => void
}

/** The elements that are open, as browsers have them where end tags are missing, or stand where they end nothing. */
interface OpenElements {
  push(element: OpenElement): void
  /**
   * Ends the elements that cannot be open where one of this name begins; `isBlock` where it is on lines of its own.
   */
  before(name: string, isBlock: boolean): void
  /** Ends an element of this name and all within it, where one is open that such an end tag can end. */
  end(name: string): void
  endAll(): void
}

/** What ends where the one begins, unless one of the others was opened since. */
const endedBy: Readonly<Record<string, { ends: readonly string[]; within: readonly string[] } | undefined>> = {
  li: { ends: ['li'], within: ['ul', 'ol', 'menu'] },
  dt: { ends: ['dt', 'dd'], within: ['dl'] },
  dd: { ends: ['dt', 'dd'], within: ['dl'] },
  td: { ends: ['td', 'th'], within: ['table'] },
  th: { ends: ['td', 'th'], within: ['table'] },
  tr: { ends: ['tr'], within: ['table'] },
  option: { ends: ['option'], within: ['select'] },
}
const cells = ['td', 'th', 'caption', 'table']
const paragraph = { ends: ['p'], within: cells }
const partsOfTables = new Set(['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th'])

/** Work is linear in the elements: where those of a name are is known, and each is ended once. */
export function createOpenElements(): OpenElements {
  const open: OpenElement[] = []
  const places = new Map<string, number[]>()

  /** Where the last open element of these names is; -1 for none. */
  const last = (names: readonly string[]) => {
    let place = -1
    for (const name of names) {
      const own = places.get(name)?.at(-1)
      if (own !== undefined && own > place) place = own
    }
    return place
  }
  const endFrom = (place: number) => {
    for (let at = open.length - 1; at >= place; at--) {
      const element = open.pop()
      if (element === undefined) return
      places.get(element.name)?.pop()
      element.end()
    }
  }
  const endUnless = ({ ends, within }: { ends: readonly string[]; within: readonly string[] }) => {
    const place = last(ends)
    if (place >= 0 && place > last(within)) endFrom(place)
  }

  return {
    push(element) {
      const known = places.get(element.name)
      if (known === undefined) places.set(element.name, [open.length])
      else known.push(open.length)
      open.push(element)
    },
    before(name, isBlock) {
      const rule = Object.hasOwn(endedBy, name) ? endedBy[name] : undefined
      if (rule !== undefined) endUnless(rule)
      if (isBlock) endUnless(paragraph)
    },
    end(name) {
      const place = last([name])
      const barrier = name === 'body' || name === 'html' ? -1 : last(partsOfTables.has(name) ? ['table'] : cells)
      if (place >= 0 && place >= barrier) endFrom(place)
    },
    endAll: () => endFrom(0),
  }
}
