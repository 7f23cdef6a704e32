/** How far apart what follows each other is; of several wishes the widest holds. */
export const gaps = { none: 0, apart: 1, space: 2, cell: 3, line: 4, paragraph: 5 } as const
export type Gap = (typeof gaps)[keyof typeof gaps]

/** The address of a link, by the link's number. */
export interface TextLink {
  link: number
  /** Whether it stands behind words, and so in brackets. */
  isBehind: boolean
  /** Words of the author's that say the same: they stand where the link is not tracked. */
  words: readonly TextToken[]
}

/**
 * A text is made of words, of addresses, and where the HTML is a template of its tags, by number. A section is between
 * the tags that open and close it.
 */
export type TextToken = string | TextLink | { readonly tag: number }

/** A section of the template that is open. */
interface Section {
  /** Where the tokens in it begin. */
  begin: number
  /** What was before it. */
  behind: Gap
  atLineStart: boolean
  /** The gap that its first words wished for, and whether they were. */
  first: Gap
  hasBegun: boolean
}

/** What a line within a list or a quote begins with: the first line, and all others. */
export interface LineSign {
  first: string
  rest: string
}

/** Blanks, and signs that nobody sees. One of them alone may mean something; a row of them fills space. */
const blanks = /(?:[\s\u00ad\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff]|\u034f)+/g
const plainBlank = /^[ \t\r\n\f]$/

function cleaned(text: string): string {
  return text.replace(blanks, (run) => (run.length === 1 && !plainBlank.test(run) ? run : /\s/.test(run) ? ' ' : ''))
}

/** What makes this gap where the other one is there. */
function blanksOf(gap: Gap, behind: Gap): string {
  if (gap >= gaps.line) return gap === gaps.paragraph && behind < gaps.line ? '\n\n' : '\n'
  return gap === gaps.cell && behind === gaps.none ? '  ' : ' '
}

/** What stands close to the words before it, and what words stand close to. */
const closing = /^[.,;:!?)\]}]+(?:\s|$)/
const opening = /[([{]$/

export interface TextWriter {
  /** Characters as they stand in the HTML. */
  characters(text: string, preformatted: boolean): void
  gap(gap: Gap): void
  /** A line ends: twice in a row, an empty line follows. */
  lineBreak(): void
  value(tag: number): void
  openSection(tag: number): void
  closeSection(tag: number): void
  indent(sign: LineSign): void
  outdent(): void
  openLink(): void
  /** Writes the address behind the words of the link, or in place of words that say the same. */
  closeLink(link: number, address: string): void
  /** How many sections are open. */
  depth(): number
  /** Whether the text is right whichever of its sections are shown. */
  holds(): boolean
  end(): TextToken[]
}

/**
 * Writes text token by token. Gaps are wished for, and written when words follow. The signs of lists and quotes take
 * `most` characters in all, so that no text is many times as long as its HTML. `nameOf` says what a value's tag is.
 */
export function createTextWriter(most: number, nameOf: (tag: number) => string): TextWriter {
  const tokens: TextToken[] = []
  const signs: (LineSign & { isUsed: boolean })[] = []
  const sections: Section[] = []
  let raw = ''
  let isPreformatted = false
  let wanted: Gap = gaps.none
  /** The gap that stands at the end already; before the first words none is needed. */
  let behind: Gap = gaps.paragraph
  let atLineStart = true
  let left = most
  let isRight = true
  /** A sign was put close to an address: words behind it would seem a part of that. */
  let isStuck = false
  /** Where the words of the link begin, once there are any. */
  let words: number | undefined

  const wish = (gap: Gap) => {
    if (gap > wanted) wanted = gap
    for (let at = sections.length - 1; at >= 0; at--) {
      const section = sections[at]
      if (section === undefined || section.hasBegun) break
      if (gap > section.first) section.first = gap
    }
  }
  const wishLineBreak = () => wish(wanted >= gaps.line ? gaps.paragraph : gaps.line)
  const writeGap = () => {
    if (wanted > behind) {
      tokens.push(blanksOf(wanted, behind))
      atLineStart ||= wanted >= gaps.line
      behind = wanted === gaps.apart ? gaps.space : wanted
    }
    wanted = gaps.none
  }
  const beginLine = () => {
    if (atLineStart && signs.length > 0) {
      const line = signs.map((sign) => (sign.isUsed ? sign.rest : sign.first)).join('')
      left -= line.length
      if (left >= 0) tokens.push(line)
      for (const sign of signs) sign.isUsed = true
    }
    atLineStart = false
    behind = gaps.none
    for (let at = sections.length - 1; at >= 0; at--) {
      const section = sections[at]
      if (section === undefined || section.hasBegun) break
      section.hasBegun = true
    }
  }
  const put = (token: TextToken) => {
    const last = tokens.at(-1)
    if (isStuck) wish(gaps.apart)
    const sign = typeof token === 'string' && wanted === gaps.apart ? closing.exec(token)?.[0] : undefined
    isStuck = sign !== undefined && sign === token
    if (wanted === gaps.apart && (sign !== undefined || (typeof last === 'string' && opening.test(last))))
      wanted = gaps.none
    writeGap()
    beginLine()
    words ??= tokens.length
    tokens.push(token)
  }
  const putLines = (text: string) => {
    const lines = text.split(/\r\n|\r|\n/)
    for (const [at, line] of lines.entries()) {
      if (at > 0) wishLineBreak()
      // What goes on behind the last one may be a tag or a link.
      const goesOn = at === lines.length - 1
      if (line.trim() !== '') put(goesOn ? line : line.trimEnd())
      else if (goesOn && line !== '') wish(gaps.space)
    }
  }
  const flush = () => {
    const text = raw
    raw = ''
    if (text === '') return
    if (isPreformatted) return putLines(text)
    const clean = cleaned(text)
    const isBlank = clean.replace(blanks, '') === ''
    if (isBlank ? clean !== '' : clean.startsWith(' ')) wish(gaps.space)
    if (isBlank) return
    put(clean.slice(clean.startsWith(' ') ? 1 : 0, clean.endsWith(' ') ? -1 : undefined))
    if (clean.endsWith(' ')) wish(gaps.space)
  }
  /** What a reader would see of the tokens from this one on, tags by their names. */
  const said = (from: number) =>
    tokens
      .slice(from)
      .map((token) => (typeof token === 'string' ? token : 'tag' in token ? nameOf(token.tag) : ''))
      .join('')

  return {
    characters(text, preformatted) {
      if (preformatted !== isPreformatted) flush()
      isPreformatted = preformatted
      raw += text
    },
    gap(gap) {
      if (gap === gaps.none) return
      flush()
      wish(gap)
    },
    lineBreak() {
      flush()
      wishLineBreak()
    },
    value(tag) {
      flush()
      put({ tag })
    },
    // A section may be shown, left out or repeated. What separates it from the words before it is written before it,
    // what separates it from those behind, inside it; only the signs of a line can be in neither place.
    openSection(tag) {
      flush()
      writeGap()
      if (atLineStart && signs.length > 0) isRight = false
      const begin = tokens.push({ tag }, '') - 1
      sections.push({ begin, behind, atLineStart, first: gaps.none, hasBegun: false })
    },
    closeSection(tag) {
      flush()
      writeGap()
      const section = sections.pop()
      if (section === undefined) isRight = false
      else if (tokens.length === section.begin + 1) tokens.length -= 2
      else {
        // Where it comes again, its first words have no more before them than what is at its end: the gap that was
        // there when it began is only before the first.
        if (section.hasBegun && section.first > behind && section.first <= section.behind) {
          tokens[section.begin] = blanksOf(section.first, behind)
          if (signs.length > 0) isRight = false
        }
        tokens.push({ tag })
        if (atLineStart !== section.atLineStart && signs.length > 0) isRight = false
        if (section.behind < behind) behind = section.behind
      }
    },
    indent(sign) {
      flush()
      signs.push({ ...sign, isUsed: false })
    },
    outdent() {
      flush()
      signs.pop()
    },
    openLink() {
      flush()
      words = undefined
    },
    closeLink(link, address) {
      flush()
      if (words === undefined) {
        wish(gaps.apart)
        put({ link, isBehind: false, words: [] })
        wish(gaps.apart)
        return
      }
      const same = sameAddress(said(words), address)
      if (same === 'written') {
        tokens.push({ link, isBehind: false, words: tokens.splice(words) })
        wish(gaps.apart)
      } else if (same === undefined) tokens.push({ link, isBehind: true, words: [] })
      behind = gaps.none
    },
    depth: () => sections.length,
    holds: () => isRight,
    end() {
      flush()
      for (let last = tokens.at(-1); typeof last === 'string' && last.trim() === ''; last = tokens.at(-1)) tokens.pop()
      return tokens
    },
  }
}

const bareUrl = (text: string) => text.trim().replace(/\/$/, '')
const digits = (text: string) => text.replace(/\D/g, '')

/** Whether words say the address as it is written, or the same number in another way. */
function sameAddress(words: string, address: string): 'written' | 'number' | undefined {
  if (words.length > address.length * 2 + 2) return undefined
  if (bareUrl(words) === bareUrl(address)) return 'written'
  return /^\+?[\d().-]+$/.test(address) && digits(words) === digits(address) ? 'number' : undefined
}
