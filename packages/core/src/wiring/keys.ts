import { hash, hkdfSync } from 'node:crypto'
import { refuse } from '../domain/expect/index.ts'
import { addressKey } from '../kit/address-key.ts'
import type { AddressHash } from '../recipients/rights.ts'
import type { SettingsStore } from '../store/port/settings-store.ts'
import type { LazySealer } from '../tracking/lazy-sealer.ts'
import { generateSecret, secretsOption } from '../tracking/tokens.ts'

const SETTING = 'token_secrets'
/** Of an address, 160 bits of it: it is kept with each message, and this is far more than keeps two apart. */
const HASH_LENGTH = 27

/**
 * The keys of an installation: given by the host, or made on first start and kept in the store, where every process
 * finds the same.
 */
export interface Keys {
  /** Reads the keys once and unlocks the sealer; undefined when that is done already. */
  load(): Promise<void> | undefined
  /**
   * The keyed hash of addresses: what is left of a person after an erasure, so that a suppression still holds. By the
   * oldest secret, which stays when keys are rotated.
   */
  addressHash: AddressHash
}

export function createKeys(settings: SettingsStore, sealer: LazySealer, given: string[] | undefined): Keys {
  let hashKey = ''
  let loading: Promise<void> | undefined

  function use(secrets: readonly string[]): void {
    sealer.unlock(secrets)
    hashKey = Buffer.from(hkdfSync('sha256', secrets.at(-1) ?? '', '', 'sillage suppression', 32)).toString('hex')
  }

  async function read(): Promise<void> {
    try {
      use(await storedSecrets(settings))
    } finally {
      loading = undefined
    }
  }

  function load(): Promise<void> | undefined {
    if (sealer.unlocked) return undefined
    loading ??= read()
    return loading
  }

  // Each recipient of a plan is hashed: an HMAC takes 13 µs, this half of one. Cut short, a digest cannot be extended,
  // which is what an HMAC protects from.
  const addressHash = (email: string): string =>
    hash('sha256', hashKey + addressKey(email), 'base64url').slice(0, HASH_LENGTH)

  if (given !== undefined) use(given)
  return {
    load,
    async addressHash() {
      await load()
      return addressHash
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
