import { SillageError } from '../../domain/errors.ts'

/** The refusal to give a template the key of another one of its owner; every store throws it. */
export function keyInUse(cause?: unknown): SillageError<'duplicate'> {
  return new SillageError('duplicate', 'Another template has this key: change that one, or choose another key.', {
    field: 'key',
    cause,
  })
}
