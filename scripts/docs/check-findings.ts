import { findingLevel } from '../../packages/core/src/domain/finding.ts'
import { checkRows } from './check-rows.ts'
import type { Document } from './documents.ts'

/** Codes of findings that `docs/checks.md` leaves out, gives another level, or names twice, and that do not exist. */
export function checkFindings(documents: readonly Document[]): string[] {
  return checkRows(
    documents,
    'docs/checks.md',
    /^\| `([a-z_]+)` \| (error|warning|hint) \| /gm,
    findingLevel,
    'finding',
  )
}
