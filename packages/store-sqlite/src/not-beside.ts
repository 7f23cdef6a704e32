/**
 * The files of this package are not where it looks for them: beside itself, which in a bundle is somewhere else. In a
 * file of its own, for the threads load it too.
 */
export class NotBeside extends Error {
  readonly code = 'ERR_MODULE_NOT_FOUND'

  constructor(cause: unknown) {
    super('the files of @sillage/store-sqlite were not found', { cause })
  }
}
