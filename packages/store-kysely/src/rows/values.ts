import { addressKey, fold } from '@sillage/core/store'

/** '' is null in columns of a unique index. */
export const orEmpty = (text: string | null | undefined): string => text ?? ''
export const orNull = (text: string): string | null => (text === '' ? null : text)

/** Longer texts sort and are found by their beginning; an index entry has to stay below 2,700 bytes on PostgreSQL. */
const KEY_LENGTH = 200

/** Folded text for sorting and searching; '' for none. */
export function searchKey(text: string | null): string {
  return text === null ? '' : cut(fold(text))
}

/** The address as a search compares it, without accents, if that differs from how addresses are compared; else null. */
export function plainEmail(email: string): string | null {
  const plain = searchKey(email)
  return plain === addressKey(email) ? null : plain
}

/** Cuts between code points: databases refuse half a surrogate pair. */
function cut(text: string): string {
  return text.length <= KEY_LENGTH ? text : Array.from(text).slice(0, KEY_LENGTH).join('')
}

/** The first text that does not begin with `prefix` and sorts after all that do, by code points. */
export function afterPrefix(prefix: string): string {
  return `${prefix}${LAST}`
}

/** Where a missing text sorts: after every other. */
export const LAST = '\u{10ffff}'

/** The columns that are given a value; the compiler holds their names against the table's. */
export const defined = <Columns>(values: { [Name in keyof Columns]?: Columns[Name] | undefined }): Partial<Columns> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Columns>

export function parseJson<T>(text: string): T
export function parseJson<T>(text: string | null): T | null
export function parseJson<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T)
}

export const toJson = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value)
