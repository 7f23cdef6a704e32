import { errorStatus } from '../../packages/core/src/domain/errors.ts'
import { checkRows } from './check-rows.ts'
import type { Document } from './documents.ts'

/** Codes that `docs/errors.md` leaves out, gives another status, or names twice, and codes that do not exist. */
export function checkErrors(documents: readonly Document[]): string[] {
  return checkRows(documents, 'docs/errors.md', /^\| `([a-z_]+)` \| (\d+) \| /gm, errorStatus, 'error')
}
