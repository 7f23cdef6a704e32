/**
 * Beside the fields of a change: it is made only if the thing is still at this `revision`, the one that was read
 * before; at another it is `edit_conflict`, and nothing of the change is stored. Without it the last of several changes
 * stays.
 */
export interface Edit {
  ifRevision?: number | undefined
}
