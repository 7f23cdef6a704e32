import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { StoredSecret } from '../store/port/webhook-store.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
const SECRET_BYTES = 24

/**
 * Secrets of webhooks. They are stored sealed with a key of the installation: whoever reads the store's rows without
 * the installation's `secrets` cannot sign.
 */
export interface Secrets {
  /** A new one, as it is shown. */
  make(): string
  seal(secret: string): Promise<string>
  /** Those that sign at this time, newest first; those that this installation cannot open are left out. */
  open(stored: readonly StoredSecret[], now: number): Promise<string[]>
}

export function createSecrets(key: () => Promise<Buffer>): Secrets {
  return {
    make: () => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`,
    async seal(secret) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', await key(), iv)
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')
    },
    async open(stored, now) {
      const signing = stored.filter(({ until }) => until === null || until > now)
      const opener = await key()
      return signing.flatMap(({ sealed }) => opened(opener, sealed) ?? [])
    },
  }
}

function opened(key: Buffer, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    // Sealed by another key.
    return undefined
  }
}
