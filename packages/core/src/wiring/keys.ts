import { createHmac, hkdfSync } from 'node:crypto'
import { SillageError } from '../domain/errors.ts'
import { refuse } from '../domain/expect/index.ts'
import { foldEmail } from '../kit/fold.ts'
import type { SettingsStore } from '../store/port/settings-store.ts'
import type { LazySealer } from '../tracking/lazy-sealer.ts'
import { generateSecret, secretsOption } from '../tracking/tokens.ts'

const SETTING = 'token_secrets'

/**
 * The keys of an installation: given by the host, or made on first start and kept in the store, where every process
 * finds the same.
 */
export interface Keys {
  /** Reads the keys once and unlocks the sealer; undefined when that is done already. */
  load(): Promise<void> | undefined
  /**
   * A keyed hash of an address: what is left of a person after an erasure, so that a suppression still holds. By the
   * oldest secret, which stays when keys are rotated. Throws `not_migrated` before the keys are loaded.
   */
  hashEmail(email: string): string
}

export function createKeys(settings: SettingsStore, sealer: LazySealer, given: string[] | undefined): Keys {
  let hashKey: Buffer | undefined
  let loading: Promise<void> | undefined

  function use(secrets: readonly string[]): void {
    sealer.unlock(secrets)
    hashKey = Buffer.from(hkdfSync('sha256', secrets.at(-1) ?? '', '', 'sillage suppression', 32))
  }

  async function read(): Promise<void> {
    try {
      use(await storedSecrets(settings))
    } finally {
      loading = undefined
    }
  }

  if (given !== undefined) use(given)
  return {
    load() {
      if (sealer.unlocked) return undefined
      loading ??= read()
      return loading
    },
    hashEmail(email) {
      if (hashKey === undefined)
        throw new SillageError(
          'not_migrated',
          'The keys are not loaded yet: call migrate() once and start() before anything else.',
        )
      return createHmac('sha256', hashKey).update(foldEmail(email)).digest('hex')
    },
  }
}

async function storedSecrets(settings: SettingsStore): Promise<string[]> {
  const stored = await settings.getOrPut(SETTING, JSON.stringify([generateSecret()]))
  try {
    return secretsOption(JSON.parse(stored), 'secrets')
  } catch (cause) {
    return refuse(
      'secrets',
      `this option, or keys in the setting ${SETTING} of the store`,
      'neither: restore it',
      cause,
    )
  }
}
