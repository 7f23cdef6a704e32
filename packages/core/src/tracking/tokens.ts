import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { BatchToken, TokenBatch } from '../content/tracking-urls.ts'
import { SillageError } from '../domain/errors.ts'
import { type Check, kindOf, refuse } from '../domain/expect/index.ts'
import { type TokenKind, tokenKinds, tokenLength } from '../domain/token-kind.ts'
import { tokenAtStart } from './token-at-start.ts'
import {
  blockBytes,
  largestLinkId,
  largestMessageId,
  readBase32,
  readFields,
  writeBase32,
  writeFields,
  writeMessageId,
} from './token-block.ts'

/**
 * What is inside a token. `linkId` is 0 where the kind has none, and the campaign's id in an aggregate pixel;
 * `messageId` is 0 in aggregate tokens and those of a test. That it could be opened proves who made it, not that its
 * message still exists.
 */
export interface TokenContent {
  kind: TokenKind
  messageId: number
  linkId: number
}

/**
 * Seals and opens the tokens in tracking URLs. A token is one encrypted block: it cannot be read, changed or made
 * without a secret, and it is bound to its use. The first secret seals, all of them open, so that secrets can be
 * changed while old mails live on. The same content gives the same token. Does no I/O.
 */
export interface TokenSealer {
  /** A token of 26 lower-case characters. Throws `id_exhausted` when an id does not fit its field. */
  seal(content: { kind: TokenKind; messageId: number; linkId?: number | undefined }): string
  /**
   * The sealed content, or undefined for anything that was not sealed with one of the secrets. What stands behind the
   * token may be there, unless it goes on with a letter or digit.
   */
  open(token: string): TokenContent | undefined
  /**
   * `messageId` may be fixed per token (aggregate tokens hold 0); without it, it is given to `seal`. Throws
   * `id_exhausted`, as `seal` does.
   */
  batch(tokens: readonly BatchToken[]): TokenBatch
}

const kindOfNumber = new Map<number, TokenKind>(
  Object.entries(tokenKinds).map(([kind, number]) => [number, kind as TokenKind]),
)

const shortestSecret = 16

/**
 * A new secret of 256 random bits, as 43 characters of base64url: for `secrets` of the options, newest first. Older
 * ones stay in that list for as long as mails live.
 */
export function generateSecret(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Seals ids into tokens and opens them again, without a table of tokens. A token is one AES-128 block over kind,
 * message id, link id and 48 zero bits, written as 26 characters of Crockford's base32; finding the zeros proves it
 * genuine, so a forgery takes about 2^48 requests. Every secret opens; the first one, the newest, seals. Keys are made
 * from secrets by HKDF (RFC 5869). Opening takes upper case, O for 0, I and L for 1, and ignores what mail programs
 * leave behind a URL (`token-at-start.ts`). Throws `invalid_option` for an empty list or a secret shorter than 16
 * characters.
 */
export function createTokenSealer(secrets: readonly string[]): TokenSealer {
  const keys = secretsOption(secrets, 'secrets').map(deriveKey)
  const [sealingKey] = keys as [Buffer, ...Buffer[]]
  // One cipher object for all tokens: ECB of single blocks keeps no state, and making a cipher costs ten times a block.
  const cipher = createCipheriv('aes-128-ecb', sealingKey, null).setAutoPadding(false)
  const deciphers = keys.map((key) => createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false))
  const plain = Buffer.alloc(blockBytes)
  const sealed = Buffer.alloc(blockBytes)
  const chars = Buffer.alloc(tokenLength)

  return {
    seal({ kind, messageId, linkId = 0 }) {
      checkIds(messageId, linkId)
      writeFields(plain, 0, tokenKinds[kind], messageId, linkId)
      writeBase32(cipher.update(plain), 0, chars, 0)
      return chars.toString('latin1')
    },

    open(token) {
      const own = token.length === tokenLength ? token : tokenAtStart(token)
      if (own === undefined || !readBase32(own, sealed)) return undefined
      for (const decipher of deciphers) {
        const fields = readFields(decipher.update(sealed))
        const kind = fields === undefined ? undefined : kindOfNumber.get(fields.kind)
        if (fields !== undefined && kind !== undefined)
          return { kind, messageId: fields.messageId, linkId: fields.linkId }
      }
      return undefined
    },

    batch(tokens) {
      const blocks = Buffer.alloc(tokens.length * blockBytes)
      const varying: number[] = []
      for (const [index, { kind, linkId = 0, messageId }] of tokens.entries()) {
        checkIds(messageId ?? 0, linkId)
        writeFields(blocks, index * blockBytes, tokenKinds[kind], messageId ?? 0, linkId)
        if (messageId === undefined) varying.push(index * blockBytes)
      }
      let out: Uint8Array = blocks
      return {
        seal(messageId) {
          checkIds(messageId, 0)
          for (const at of varying) writeMessageId(blocks, at, messageId)
          if (tokens.length > 0) out = cipher.update(blocks)
        },
        write(index, target, offset) {
          writeBase32(out, index * blockBytes, target, offset)
        },
      }
    },
  }
}

/** Checks the option `secrets`. */
export const secretsOption: Check<string[]> = (value, path) => {
  if (!Array.isArray(value)) return refuse(path, 'an array of secrets, newest first', kindOf(value))
  if (value.length === 0) refuse(path, 'at least one secret, newest first', 'none')
  for (const [index, secret] of value.entries())
    if (typeof secret !== 'string' || secret.length < shortestSecret)
      refuse(
        `${path}[${index}]`,
        `a string of at least ${shortestSecret} characters, as generateSecret() makes`,
        typeof secret === 'string' ? `one of ${secret.length}` : kindOf(secret),
      )
  return value
}

function deriveKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'sillage', 'tracking token', 16))
}

function checkIds(messageId: number, linkId: number): void {
  if (!Number.isInteger(messageId) || messageId < 0 || messageId > largestMessageId)
    throw new SillageError(
      'id_exhausted',
      `Message id ${messageId} does not fit a token (0 to ${largestMessageId}); move old campaigns to another database and start ids afresh`,
    )
  if (!Number.isInteger(linkId) || linkId < 0 || linkId > largestLinkId)
    throw new SillageError(
      'id_exhausted',
      `Link id ${linkId} does not fit a token (0 to ${largestLinkId}); move old campaigns to another database and start ids afresh`,
    )
}
