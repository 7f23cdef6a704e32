import { hash, hkdfSync } from 'node:crypto'
import { refuse } from '../domain/expect/index.ts'
import { addressKey } from '../kit/address-key.ts'
import type { AddressHash } from '../recipients/rights.ts'
import type { SettingsStore } from '../store/port/settings-store.ts'
import type { LazySealer } from '../tracking/lazy-sealer.ts'
import { generateSecret, secretsOption } from '../tracking/tokens.ts'

const SETTING = 'token_secrets'
const HASH_SETTING = 'address_hash_key'
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
   * oldest secret on the first call, and by that one for ever: `invalid_option` where it is not among the secrets any
   * more, because whoever was erased would be mailed again.
   */
  addressHash: AddressHash
  /** 32 bytes for this purpose alone, by the secret that addresses are hashed with: the same for ever. */
  keyFor(purpose: string): Promise<Buffer>
}

export function createKeys(settings: SettingsStore, sealer: LazySealer, given: string[] | undefined): Keys {
  let secrets: readonly string[] = []
  let hashBy: Awaited<ReturnType<AddressHash>> | undefined
  let kept: string | undefined
  let loading: Promise<void> | undefined

  function use(known: readonly string[]): void {
    sealer.unlock(known)
    secrets = known
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

  /** The secret that is the same for ever. */
  async function lasting(): Promise<string> {
    await load()
    kept ??= await storedSecret(settings, secrets)
    return kept
  }

  if (given !== undefined) use(given)
  return {
    load,
    keyFor: async (purpose) => derived(await lasting(), purpose),
    async addressHash() {
      await load()
      if (hashBy === undefined) {
        const key = hashKeyOf(await lasting())
        // Each recipient of a plan is hashed: an HMAC takes 13 µs, this half of one. Cut short, a digest cannot be
        // extended, which is what an HMAC protects from.
        hashBy = (email) => hash('sha256', key + addressKey(email), 'base64url').slice(0, HASH_LENGTH)
      }
      return hashBy
    },
  }
}

/** The secret that addresses of this store are hashed with, by the fingerprint that the first use left. */
async function storedSecret(settings: SettingsStore, secrets: readonly string[]): Promise<string> {
  const prints = secrets.map((secret) => fingerprintOf(hashKeyOf(secret)))
  const stored = await settings.getOrPut(HASH_SETTING, prints.at(-1) ?? fingerprintOf(''))
  return (
    secrets[prints.indexOf(stored)] ??
    refuse(
      'secrets',
      'the secret that erased addresses of this database are hashed with among them, at the end',
      'others only: put it back, or nobody knows any more who was erased',
    )
  )
}

const derived = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
const hashKeyOf = (secret: string): string => derived(secret, 'sillage suppression').toString('hex')

const fingerprintOf = (key: string): string => hash('sha256', `fingerprint ${key}`, 'base64url').slice(0, HASH_LENGTH)

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
