import { SillageError } from '../../domain/errors.ts'
import { whole } from '../../domain/expect/index.ts'

/** What one part of a keyset position is; with `?` it may also be null, as the value of a column that a row lacks. */
export type CursorPart = 'number' | 'string' | 'number?' | 'string?'

type PartValue<P extends CursorPart> =
  | (P extends 'number' | 'number?' ? number : string)
  | (P extends 'number?' | 'string?' ? null : never)
/** The values of a cursor of this shape, as a tuple: `['number?', 'number']` gives `[number | null, number]`. */
export type CursorValues<S extends readonly CursorPart[]> = { -readonly [I in keyof S]: PartValue<S[I]> }

const pageLimit = whole(1, 1000)

function invalidCursor(): SillageError {
  return new SillageError(
    'invalid_cursor',
    'This cursor is not one of this list: pass `next` of the page before as it is, or leave it out for the first page.',
    { field: 'cursor' },
  )
}

/** FNV-1a, 32 bits: detects a cut or edited cursor. It does not protect against forgery, which would gain nothing. */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36).padStart(7, '0')
}

/**
 * Writes a keyset position as an opaque cursor, safe in a URL. `kind` names the list and its order
 * (`messages:opens:desc`), so that a cursor of one list is refused by another. Values are text, finite numbers or null.
 */
export function encodeCursor(kind: string, values: readonly (string | number | null)[]): string {
  const body = JSON.stringify(values)
  return checksum(kind + body) + Buffer.from(body).toString('base64url')
}

/**
 * Reads what `encodeCursor` wrote for the same `kind`, as a tuple typed by `shape`.
 * Throws SillageError `invalid_cursor` for everything else: cut, edited, of another list or order, or made up.
 */
export function decodeCursor<const S extends readonly CursorPart[]>(
  kind: string,
  cursor: string,
  shape: S,
): CursorValues<S> {
  const body = Buffer.from(cursor.slice(7), 'base64url').toString()
  if (cursor.slice(0, 7) !== checksum(kind + body) || encodeBody(body) !== cursor.slice(7)) throw invalidCursor()
  const values = parse(body)
  if (!fits(values, shape)) throw invalidCursor()
  return values
}

const encodeBody = (body: string): string => Buffer.from(body).toString('base64url')

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw invalidCursor()
  }
}

function fits<S extends readonly CursorPart[]>(values: unknown, shape: S): values is CursorValues<S> {
  if (!Array.isArray(values) || values.length !== shape.length) return false
  return shape.every((part, i) => {
    const value: unknown = values[i]
    if (value === null) return part.endsWith('?')
    return typeof value === (part.startsWith('number') ? 'number' : 'string')
  })
}

/**
 * Returns a page's `limit` when it is a whole number from 1 to 1000; else throws SillageError `invalid_option`. Every
 * store asks it before it reads. The API's own pages are of 200 at most; the library's own reading takes longer ones.
 */
export const checkLimit = (limit: number): number => pageLimit(limit, 'limit')
