/**
 * Quoted-printable (RFC 2045, section 6.7): lines of at most 76 characters, `=` and everything outside printable ASCII
 * as =XX.
 */
export const longestLine = 76
const lastColumn = longestLine - 1

const hex = Uint8Array.from('0123456789ABCDEF', (char) => char.charCodeAt(0))
const [CR, LF, SPACE, TAB, EQUALS] = [13, 10, 32, 9, 61]

/**
 * The most bytes a string of this length can take, soft breaks included: three bytes of UTF-8 a unit, three characters
 * a byte.
 */
export function mostBytes(length: number): number {
  const encoded = length * 9
  return encoded + Math.ceil(encoded / 72) * 3 + 6
}

/** Where the next byte goes, and in which column of the line that is. */
export interface Cursor {
  at: number
  column: number
}

/**
 * Writes a value, starting in column 0 and ending there (by a soft break), so that what stands around it can be encoded
 * once. The target must have room for `mostBytes`.
 */
export function writeValue(target: Uint8Array, cursor: Cursor, value: string): void {
  const { length } = value
  const { at } = cursor
  let i = 0
  // Most values are a name: a few plain letters, copied by a loop that does nothing else.
  if (length < lastColumn) for (; i < length && isPlain(value.charCodeAt(i)); i++) target[at + i] = value.charCodeAt(i)
  if (i === length) cursor.at = length === 0 ? at : softBreak(target, at + length)
  else {
    cursor.column = 0
    writeText(target, cursor, value)
    breakLine(target, cursor)
  }
  cursor.column = 0
}

const isPlain = (code: number): boolean => code >= SPACE && code < 127 && code !== EQUALS

/** Ends the line by a soft break, unless nothing is on it. */
export function breakLine(target: Uint8Array, cursor: Cursor): void {
  if (cursor.column > 0) cursor.at = softBreak(target, cursor.at)
  cursor.column = 0
}

/**
 * Writes text from the cursor on. Line ends become CRLF, a lone CR too. The target must have room for `mostBytes`.
 */
export function writeText(target: Uint8Array, cursor: Cursor, value: string): void {
  let { at, column } = cursor
  const length = value.length
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i)
    if (code === SPACE || code === TAB ? !isBeforeBreak(value, i) : isPlain(code)) {
      if (column >= lastColumn) {
        at = softBreak(target, at)
        column = 0
      }
      target[at++] = code
      column++
    } else if (code === LF || code === CR) {
      if (code === CR && i + 1 < length && value.charCodeAt(i + 1) === LF) i++
      target[at++] = CR
      target[at++] = LF
      column = 0
    } else {
      const point = code < 0x80 ? code : (value.codePointAt(i) as number)
      const bytes = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
      if (bytes === 4) i++
      if (column + bytes * 3 > lastColumn) {
        at = softBreak(target, at)
        column = 0
      }
      column += bytes * 3
      at = writePoint(target, at, isLone(point) ? 0xfffd : point, bytes)
    }
  }
  cursor.at = at
  cursor.column = column
}

/** White space there must be encoded; at the end of a value a soft break follows. */
function isBeforeBreak(value: string, at: number): boolean {
  if (at + 1 === value.length) return false
  const next = value.charCodeAt(at + 1)
  return next === LF || next === CR
}

/** Half of a pair of UTF-16 that stands alone has no bytes of its own. */
const isLone = (point: number): boolean => point >= 0xd800 && point <= 0xdfff

function writePoint(target: Uint8Array, start: number, point: number, bytes: number): number {
  if (bytes === 1) return writeEscaped(target, start, point)
  let at = writeEscaped(target, start, (bytes === 2 ? 0xc0 : bytes === 3 ? 0xe0 : 0xf0) | (point >> ((bytes - 1) * 6)))
  for (let rest = bytes - 2; rest >= 0; rest--) at = writeEscaped(target, at, 0x80 | ((point >> (rest * 6)) & 63))
  return at
}

function writeEscaped(target: Uint8Array, at: number, byte: number): number {
  target[at] = EQUALS
  target[at + 1] = hex[byte >> 4] as number
  target[at + 2] = hex[byte & 15] as number
  return at + 3
}

function softBreak(target: Uint8Array, at: number): number {
  target[at] = EQUALS
  target[at + 1] = CR
  target[at + 2] = LF
  return at + 3
}
