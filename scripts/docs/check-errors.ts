import { errorStatus } from '../../packages/core/src/domain/errors.ts'
import type { Document } from './documents.ts'

/** Codes that `docs/errors.md` leaves out, gives another status, or names twice, and codes that do not exist. */
export function checkErrors(documents: readonly Document[]): string[] {
  const path = 'docs/errors.md'
  const text = documents.find((document) => document.path === path)?.text ?? ''
  const rows = [...text.matchAll(/^\| `([a-z_]+)` \| (\d+) \| /gm)].map(([, code = '', status]) => `${code} ${status}`)
  const wanted = Object.entries(errorStatus).map(([code, status]) => `${code} ${status}`)
  return [
    ...wanted.filter((row) => !rows.includes(row)).map((row) => `${path}: there is no row for ${row}`),
    ...rows.filter((row) => !wanted.includes(row)).map((row) => `${path}: no error has ${row}`),
    ...rows.filter((row, at) => rows.indexOf(row) !== at).map((row) => `${path}: ${row} is there twice`),
  ]
}
