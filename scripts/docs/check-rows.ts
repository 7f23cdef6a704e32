import type { Document } from './documents.ts'

/**
 * Holds a table of a document against one of the code: rows that are left out, that say something else, that come
 * twice, and that are of nothing. `row` matches a row, with its name and what it is as groups.
 */
export function checkRows(
  documents: readonly Document[],
  path: string,
  row: RegExp,
  table: Readonly<Record<string, string | number>>,
  kind: string,
): string[] {
  const text = documents.find((document) => document.path === path)?.text ?? ''
  const rows = [...text.matchAll(row)].map(([, name = '', value]) => `${name} ${value}`)
  const wanted = Object.entries(table).map(([name, value]) => `${name} ${value}`)
  return [
    ...wanted.filter((one) => !rows.includes(one)).map((one) => `${path}: there is no row for ${one}`),
    ...rows.filter((one) => !wanted.includes(one)).map((one) => `${path}: no ${kind} has ${one}`),
    ...rows.filter((one, at) => rows.indexOf(one) !== at).map((one) => `${path}: ${one} is there twice`),
  ]
}
