import { SillageError } from '../domain/errors.ts'

/** Deeper bodies would exhaust the stack of whoever walks through them. */
const MAX_LEVELS = 64
/**
 * Looping over the fields of one object cannot yield to the event loop, and costs more for each than an entry of a
 * list.
 */
const MAX_FIELDS = 10_000
const MAX_ENTRIES = 1_000_000

const quote = 0x22
const comma = 0x2c
const backslash = 0x5c
const [openObject, closeObject] = [0x7b, 0x7d]
const [openList, closeList] = [0x5b, 0x5d]

/**
 * Follows JSON as its bytes come, before any of it is parsed: how deep it is nested, and how much each object and list
 * holds. The function it returns takes one chunk after the other and throws `invalid_json` beyond the limits; whether
 * it is JSON at all is checked by the parser.
 */
export function createShapeCheck(): (piece: Uint8Array) => void {
  /** What each open object or list may still hold. */
  const left: number[] = []
  let inText = false
  let escaped = false
  return (piece) => {
    for (const byte of piece) {
      if (escaped) escaped = false
      else if (inText) {
        if (byte === quote) inText = false
        else escaped = byte === backslash
      } else if (byte === quote) inText = true
      else if (byte === comma) countEntry(left)
      else if (byte === openObject) open(left, MAX_FIELDS)
      else if (byte === openList) open(left, MAX_ENTRIES)
      else if (byte === closeObject || byte === closeList) left.pop()
    }
  }
}

function countEntry(left: number[]): void {
  const level = left.length - 1
  if (level < 0) return
  left[level] = (left[level] ?? 0) - 1
  if ((left[level] ?? 0) <= 0)
    throw new SillageError(
      'invalid_json',
      `Expected at most ${MAX_FIELDS} fields in an object and ${MAX_ENTRIES} entries in a list.`,
    )
}

function open(left: number[], most: number): void {
  if (left.length >= MAX_LEVELS)
    throw new SillageError('invalid_json', `Expected a body nested at most ${MAX_LEVELS} levels deep.`)
  left.push(most)
}
