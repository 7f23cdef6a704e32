import { SillageError } from '../../domain/errors.ts'

/** The refusal of an edit whose `ifRevision` is not the stored revision; every store throws it. */
export function editConflict(
  what: 'campaign' | 'stream' | 'template',
  ifRevision: number,
  { revision, updatedAt }: { revision: number; updatedAt: number },
): SillageError<'edit_conflict'> {
  return new SillageError(
    'edit_conflict',
    `This ${what} is at revision ${revision}, not ${ifRevision}: read it again, make your change there, and send it with that revision.`,
    { field: 'ifRevision', details: { revision, updatedAt: new Date(updatedAt).toISOString() } },
  )
}
