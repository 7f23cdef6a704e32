import { SillageError } from '../../domain/errors.ts'

/** Content cannot refer to a file that is not there: an upload that nothing used for a day. */
export const attachmentGone = (): SillageError<'not_found'> =>
  new SillageError('not_found', 'A file of this content is not there any more; upload it again.')
