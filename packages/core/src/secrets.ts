import { createHmac, hkdfSync } from 'node:crypto'
import { SillageError } from './domain/errors.ts'
import { foldEmail } from './domain/fold.ts'
import type { SettingsStore } from './store/throttle-store.ts'
import { generateSecret } from './tracking/tokens.ts'

const SETTING = 'token_secrets'

/** The keys of tokens: given by the host, or made on first start and kept in the store, where every process finds the same. */
export async function loadSecrets(settings: SettingsStore, given: string[] | undefined): Promise<string[]> {
  if (given !== undefined) return given
  const stored = await settings.getOrPut(SETTING, JSON.stringify([generateSecret()]))
  const secrets: unknown = JSON.parse(stored)
  if (Array.isArray(secrets) && secrets.length > 0 && secrets.every((secret) => typeof secret === 'string'))
    return secrets
  throw new SillageError(
    'invalid_option',
    `The setting ${SETTING} in the store does not hold the token keys; restore it, or pass \`secrets\`.`,
  )
}

/** A keyed hash of an address: what is left of a person after an erasure, so that a suppression still holds. By the oldest secret, which stays. */
export function createEmailHash(secrets: readonly string[]): (email: string) => string {
  const key = Buffer.from(hkdfSync('sha256', secrets.at(-1) ?? '', '', 'sillage suppression', 32))
  return (email) => createHmac('sha256', key).update(foldEmail(email)).digest('hex')
}
