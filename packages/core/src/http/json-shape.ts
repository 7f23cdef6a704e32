import { SillageError } from '../domain/errors.ts'

/** Deeper bodies would exhaust the stack of whoever walks through them. */
const MAX_LEVELS = 64
/**
 * Looping over the fields of one object cannot yield to the event loop, and costs more for each than an entry of a
 * list.
 */
const MAX_FIELDS = 10_000
const MAX_ENTRIES = 1_000_000
/** A long list, as of recipients or of ids of contacts, is parsed in pieces of about so many bytes. */
const PIECE_BYTES = 64 * 1024
/**
 * Values that are parsed at once: all that is not in such a list, or one piece of it. More than the merge data of a
 * person can hold, and few enough for one turn of the event loop.
 */
const MAX_VALUES = 50_000
/** Those in all: seven for each of 200,000 people. Empty lists take 3 bytes of JSON each and 56 of memory. */
const MAX_VALUES_IN_ALL = 1_500_000
/**
 * Bytes that are parsed at once: a mail of 1 MB, as HTML and as text, whose characters JSON escapes. Twice as many take
 * longer than one turn of the event loop may.
 */
const MAX_BYTES = 4 * 1024 * 1024
/** Lists are divided in the outermost object, and in objects of it. */
const DIVIDED_LEVELS = 2

const quote = 0x22
const comma = 0x2c
const backslash = 0x5c
const [openObject, closeObject] = [0x7b, 0x7d]
const [openList, closeList] = [0x5b, 0x5d]

/** A long list: where its brackets stand, and commas between its entries to divide it at. */
export interface LongList {
  start: number
  end: number
  cuts: number[]
}

/** What was learnt of JSON while its bytes came. */
export interface JsonShape {
  /** Takes the next bytes. Throws `invalid_json` or `body_too_large` beyond the limits. */
  add(bytes: Uint8Array): void
  readonly longLists: readonly LongList[]
}

/**
 * Follows JSON as its bytes come, before any of it is parsed: how deep it is nested, how much each object and list
 * holds, and where it can be divided. `mostAtOnce`: where files may stand in it, whose base64 is parsed many times as
 * fast as text. Whether it is JSON at all is checked by the parser.
 */
export function createJsonShape(mostAtOnce = MAX_BYTES): JsonShape {
  /** What each open object or list may still hold. */
  const left: number[] = []
  const longLists: LongList[] = []
  let list: (LongList & { level: number }) | undefined
  /** The outermost levels that are objects all. */
  let objects = 0
  let at = 0
  /** Bytes of long lists. */
  let divided = 0
  let values = 0
  let valuesInAll = 0
  /** Those outside of the list that is being read. */
  let outside = 0
  let inText = false
  let escaped = false

  function countValue(): void {
    if (++values > MAX_VALUES) throw tooMany(MAX_VALUES)
    if (++valuesInAll > MAX_VALUES_IN_ALL) throw tooMany(MAX_VALUES_IN_ALL)
  }

  function open(most: number): void {
    if (left.length >= MAX_LEVELS) throw refused(`Expected a body nested at most ${MAX_LEVELS} levels deep.`)
    const isOutermost = left.length === objects && objects <= DIVIDED_LEVELS
    if (isOutermost && most === MAX_FIELDS) objects++
    else if (isOutermost && left.length > 0) {
      list = { start: at, end: at, cuts: [], level: left.length }
      outside = values
    }
    left.push(most)
    countValue()
  }

  function close(byte: number): void {
    left.pop()
    objects = Math.min(objects, left.length)
    if (list?.level !== left.length) return
    if (byte === closeList && list.cuts.length > 0) {
      longLists.push({ start: list.start, end: at, cuts: list.cuts })
      divided += at - list.start
      values = outside
    }
    list = undefined
  }

  function next(): void {
    const level = left.length - 1
    if (level < 0) return
    left[level] = (left[level] ?? 0) - 1
    if ((left[level] ?? 0) <= 0)
      throw refused(`Expected at most ${MAX_FIELDS} fields in an object and ${MAX_ENTRIES} entries in a list.`)
    if (level === list?.level && at - (list.cuts.at(-1) ?? list.start) >= PIECE_BYTES) {
      list.cuts.push(at)
      values = 0
    }
    countValue()
  }

  return {
    longLists,
    add(bytes) {
      for (const byte of bytes) {
        if (escaped) escaped = false
        else if (inText) {
          if (byte === quote) inText = false
          else escaped = byte === backslash
        } else if (byte === quote) inText = true
        else if (byte === comma) next()
        else if (byte === openObject) open(MAX_FIELDS)
        else if (byte === openList) open(MAX_ENTRIES)
        else if (byte === closeObject || byte === closeList) close(byte)
        at++
      }
      const begun = list?.cuts.at(-1)
      const atOnce = begun === undefined ? at - divided : at - begun
      if (atOnce > mostAtOnce)
        throw new SillageError(
          'body_too_large',
          `Expected at most ${Math.floor(mostAtOnce / 1024 / 1024)} MB beside the recipients.`,
        )
    },
  }
}

const tooMany = (most: number) => refused(`Expected at most ${most} values in the body; send less at once.`)
const refused = (message: string) => new SillageError('invalid_json', message)
