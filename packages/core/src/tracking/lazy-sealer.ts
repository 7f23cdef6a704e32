import { SillageError } from '../domain/errors.ts'
import { createTokenSealer, type TokenSealer } from './tokens.ts'

/**
 * A sealer whose keys come later: they may be in the store, and constructing does no I/O. Throws `not_migrated` until
 * they are loaded.
 */
export interface LazySealer extends TokenSealer {
  unlock(secrets: readonly string[]): void
  readonly unlocked: boolean
}

export function createLazySealer(): LazySealer {
  let inner: TokenSealer | undefined
  const sealer = (): TokenSealer => {
    if (inner === undefined)
      throw new SillageError(
        'not_migrated',
        'The token keys are not loaded yet: call migrate() once and start() before anything else.',
      )
    return inner
  }
  return {
    unlock(secrets) {
      inner = createTokenSealer(secrets)
    },
    get unlocked() {
      return inner !== undefined
    },
    seal: (content) => sealer().seal(content),
    open: (token) => sealer().open(token),
    batch: (tokens) => sealer().batch(tokens),
  }
}
