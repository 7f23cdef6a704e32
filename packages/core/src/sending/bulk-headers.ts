import type { TrackingUrls } from '../content/tracking-urls.ts'
import { SillageError } from '../domain/errors.ts'
import { checkKnownKeys } from '../domain/known-keys.ts'
import { checkAddress } from '../recipients/address.ts'
import type { TokenSealer } from '../tracking/tokens.ts'

/**
 * What marks mails as sent to many (RFC 2369, 2919, 8058, 3834), for all campaigns of the installation. Nothing of it is a must but the unsubscribe
 * headers, which are always sent, and which a campaign cannot replace. Values that would break a header, and unknown keys, are
 * `invalid_option`.
 */
export interface BulkOptions {
  /** Also offered in List-Unsubscribe; mails to it carry the recipient's token in their subject. */
  unsubscribeMailto?: string | undefined
  /** List-Id: `name <id.example.org>` or `id.example.org`. */
  listId?: string | undefined
  /** Feedback-ID, as Gmail reads it: `a:b:c:SenderId`; nothing personal. */
  feedbackId?: string | undefined
  /** Precedence. Default: not sent. */
  precedence?: 'bulk' | 'list' | 'junk' | undefined
  /** Sends Auto-Submitted: auto-generated and X-Auto-Response-Suppress: All. Default false. */
  autoSubmitted?: boolean | undefined
  /** Where bounces go (VERP): `bounces@example.org` becomes `bounces+<token>@example.org`; `{token}` puts the token elsewhere. */
  bounceAddress?: string | undefined
}

const known = ['unsubscribeMailto', 'listId', 'feedbackId', 'precedence', 'autoSubmitted', 'bounceAddress']

interface Header {
  name: string
  value: string
}

export interface BulkHeaders {
  /** The headers of one message; those that the campaign sets itself (`own`, lower case) are left to it. */
  headers(messageId: number, own: ReadonlySet<string>): Header[]
  /** The envelope's sender; undefined: the address of From. */
  envelopeFrom(messageId: number): string | undefined
}

/** Throws `invalid_option` for values that would break a header. */
export function createBulkHeaders(
  options: BulkOptions,
  { urls, sealer }: { urls: Pick<TrackingUrls, 'unsubscribe'>; sealer: Pick<TokenSealer, 'seal'> },
): BulkHeaders {
  checkKnownKeys('bulk', options, known)
  const fixed = fixedHeaders(options)
  const mailto = options.unsubscribeMailto?.replace(/^mailto:/i, '')
  if (mailto !== undefined) checkOption('unsubscribeMailto', mailto, mailto)
  const verp = options.bounceAddress === undefined ? undefined : bounceParts(options.bounceAddress)

  return {
    headers(messageId, own) {
      const headers: Header[] = []
      if (!own.has('list-unsubscribe')) {
        const token = mailto === undefined ? '' : sealer.seal({ kind: 'unsubscribe', messageId })
        const second = mailto === undefined ? '' : `, <mailto:${mailto}?subject=${token}>`
        headers.push(
          { name: 'List-Unsubscribe', value: `<${urls.unsubscribe(messageId)}>${second}` },
          { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
        )
      }
      for (const header of fixed) if (!own.has(header.name.toLowerCase())) headers.push(header)
      return headers
    },
    envelopeFrom: (messageId) =>
      verp === undefined ? undefined : `${verp[0]}${sealer.seal({ kind: 'bounce', messageId })}${verp[1]}`,
  }
}

function fixedHeaders(options: BulkOptions): Header[] {
  const { listId, feedbackId, precedence, autoSubmitted } = options
  const headers: Header[] = []
  if (listId !== undefined) {
    const id = /<([^<>]*)>$/.exec(listId)?.[1] ?? listId
    if (!/^[\x20-\x7e]{1,200}$/.test(listId) || !/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i.test(id))
      throw wrong('listId', '"Name <id.example.org>" or "id.example.org" in ASCII', listId)
    headers.push({ name: 'List-Id', value: listId.includes('<') ? listId : `<${listId}>` })
  }
  if (feedbackId !== undefined) {
    if (!/^[\x21-\x7e]{1,200}$/.test(feedbackId) || feedbackId.split(':').length > 4)
      throw wrong('feedbackId', 'up to four parts divided by colons, ASCII without spaces', feedbackId)
    headers.push({ name: 'Feedback-ID', value: feedbackId })
  }
  if (precedence !== undefined) {
    if (!['bulk', 'list', 'junk'].includes(precedence)) throw wrong('precedence', 'bulk, list or junk', precedence)
    headers.push({ name: 'Precedence', value: precedence })
  }
  if (autoSubmitted === true)
    headers.push(
      { name: 'Auto-Submitted', value: 'auto-generated' },
      { name: 'X-Auto-Response-Suppress', value: 'All' },
    )
  return headers
}

/** What stands before and after the token. */
function bounceParts(address: string): [string, string] {
  const marked = address.includes('{token}') ? address : address.replace('@', '+{token}@')
  const [before, after, more] = marked.split('{token}')
  // 26 characters, as long as a token: the local part has to hold them.
  checkOption('bounceAddress', marked.replace('{token}', 'a'.repeat(26)), address)
  if (before === undefined || after === undefined || more !== undefined || !after.includes('@'))
    throw wrong('bounceAddress', 'an address with at most one {token} before the @', address)
  return [before, after]
}

function checkOption(name: string, address: string, got: string): void {
  try {
    checkAddress(address)
  } catch (cause) {
    throw wrong(name, 'an address such as name@example.org', got, cause)
  }
}

const wrong = (name: string, expected: string, got: unknown, cause?: unknown) =>
  new SillageError('invalid_option', `bulk.${name}: expected ${expected}, got ${String(got)}`, {
    field: `bulk.${name}`,
    cause,
  })
