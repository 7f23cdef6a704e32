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
  cursor.column = 0
  writeText(target, cursor, value)
  breakLine(target, cursor)
}

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
    let code = value.charCodeAt(i)
    if (code > SPACE && code < 127 && code !== EQUALS) {
      if (column >= lastColumn) {
        at = softBreak(target, at)
        column = 0
      }
      target[at++] = code
      column++
      continue
    }
    if (code === LF || code === CR) {
      if (code === CR && value.charCodeAt(i + 1) === LF) i++
      target[at++] = CR
      target[at++] = LF
      column = 0
      continue
    }
    if ((code === SPACE || code === TAB) && !isBreak(value.charCodeAt(i + 1))) {
      if (column >= lastColumn) {
        at = softBreak(target, at)
        column = 0
      }
      target[at++] = code
      column++
      continue
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = value.charCodeAt(i + 1)
      if (code < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
        i++
      } else code = 0xfffd
    }
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (column + bytes * 3 > lastColumn) {
      at = softBreak(target, at)
      column = 0
    }
    column += bytes * 3
    if (bytes === 1) at = writeEscaped(target, at, code)
    else {
      at = writeEscaped(target, at, (bytes === 2 ? 0xc0 : bytes === 3 ? 0xe0 : 0xf0) | (code >> ((bytes - 1) * 6)))
      for (let rest = bytes - 2; rest >= 0; rest--) at = writeEscaped(target, at, 0x80 | ((code >> (rest * 6)) & 63))
    }
  }
  cursor.at = at
  cursor.column = column
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

/**
 * White space before a line break must be encoded; `charCodeAt` past the end is NaN, and a soft break follows there.
 */
function isBreak(code: number): boolean {
  return code === LF || code === CR
}
