import type { TrackingUrls } from '../content/tracking-urls.ts'
import { type Check, type Checks, flag, object, oneOf, refuse, shown, text } from '../domain/expect/index.ts'
import type { FeedbackSource } from '../domain/feedback-source.ts'
import { envelopeAddress } from '../recipients/address.ts'
import { addressOption } from '../recipients/mailbox-option.ts'
import type { TokenSealer } from '../tracking/tokens.ts'

/**
 * What marks mails as sent to many (RFC 2369, 2919, 8058, 3834), for all campaigns of the installation. Nothing of it
 * is a must but the unsubscribe headers, which are always sent, and which a campaign cannot replace. Values that would
 * break a header, and unknown keys, are `invalid_option`.
 */
export interface MarkOptions {
  /**
   * Also offered in List-Unsubscribe; mails to it carry the recipient's token in their subject, or in the address
   * where that has `{token}`, as in `leave+{token}@example.org`.
   */
  unsubscribeMailto?: string | undefined
  /** List-Id: `name <id.example.org>` or `id.example.org`. */
  listId?: string | undefined
  /** Feedback-ID, as Gmail reads it: `a:b:c:SenderId`; nothing personal. */
  feedbackId?: string | undefined
  /** Precedence. Default: not sent. */
  precedence?: 'bulk' | 'list' | 'junk' | undefined
  /** Sends Auto-Submitted: auto-generated and X-Auto-Response-Suppress: All. Default false. */
  autoSubmitted?: boolean | undefined
  /**
   * Where complaints may be sent (CFBL-Address, RFC 9477), with the message's token as CFBL-Feedback-ID. Whoever
   * complains there expects both to be signed, as `dkim` does.
   */
  complaintAddress?: string | undefined
  /**
   * Where bounces go (VERP): `bounces@example.org` becomes `bounces+<token>@example.org`; `{token}` puts the token
   * elsewhere.
   */
  bounceAddress?: string | undefined
}

const checks: Checks<MarkOptions> = {
  unsubscribeMailto: mailtoAddress,
  listId: text('"Name <id.example.org>" or "id.example.org" in ASCII', isListId),
  feedbackId: text(
    'up to four parts divided by colons, ASCII without spaces',
    (id) => /^[\x21-\x7e]{1,200}$/.test(id) && id.split(':').length <= 4,
  ),
  precedence: oneOf('bulk', 'list', 'junk'),
  autoSubmitted: flag,
  complaintAddress: addressOption,
  bounceAddress: verpAddress,
}

/** Checks the option `sending.marks`: values that would break a header are refused. */
export const markOptions: Check<MarkOptions> = object(checks)

interface Header {
  name: string
  value: string
}

export interface MarkHeaders {
  /** The headers of one message, with these URLs; those that the campaign sets itself (`own`, lower case) are left. */
  headers(messageId: number, own: ReadonlySet<string>, urls: Pick<TrackingUrls, 'unsubscribe'>): Header[]
  /**
   * What reports name the message by, in its Message-ID: the same on every attempt, so that a mail that was accepted
   * twice can be recognised as one, until there is another first secret.
   */
  report(messageId: number): string
  /** The envelope's sender; undefined: the address of From. */
  envelopeFrom(messageId: number): string | undefined
}

/** Takes options that were checked. */
export function createMarkHeaders(
  options: MarkOptions,
  {
    sealer,
    sources = [],
  }: {
    sealer: Pick<TokenSealer, 'seal'>
    /** Providers that name our mail by a header of theirs. */
    sources?: readonly Pick<FeedbackSource, 'headers'>[]
  },
): MarkHeaders {
  const fixed = fixedHeaders(options)
  const complaints = options.complaintAddress === undefined ? undefined : envelopeAddress(options.complaintAddress)
  const mailto = options.unsubscribeMailto === undefined ? undefined : mailtoFor(options.unsubscribeMailto)
  const verp = options.bounceAddress === undefined ? undefined : aroundToken(bounceAddressOf(options.bounceAddress))

  return {
    headers(messageId, own, urls) {
      const headers: Header[] = []
      if (!own.has('list-unsubscribe')) {
        const token = mailto === undefined ? '' : sealer.seal({ kind: 'unsubscribe', messageId })
        const second = mailto === undefined ? '' : `, <${mailto(token)}>`
        headers.push(
          { name: 'List-Unsubscribe', value: `<${urls.unsubscribe(messageId)}>${second}` },
          { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
        )
      }
      // Providers replace the Message-ID, and leave this.
      const report = sealer.seal({ kind: 'report', messageId })
      headers.push({ name: 'X-Sillage-Message', value: report })
      if (complaints !== undefined)
        headers.push(
          { name: 'CFBL-Address', value: `${complaints}; report=arf` },
          { name: 'CFBL-Feedback-ID', value: report },
        )
      for (const source of sources)
        for (const header of source.headers?.(report) ?? [])
          if (!own.has(header.name.toLowerCase())) headers.push(header)
      for (const header of fixed) if (!own.has(header.name.toLowerCase())) headers.push(header)
      return headers
    },
    report: (messageId) => sealer.seal({ kind: 'report', messageId }),
    envelopeFrom: (messageId) =>
      verp === undefined ? undefined : `${verp[0]}${sealer.seal({ kind: 'bounce', messageId })}${verp[1]}`,
  }
}

function fixedHeaders({ listId, feedbackId, precedence, autoSubmitted }: MarkOptions): Header[] {
  const headers: Header[] = []
  if (listId !== undefined) headers.push({ name: 'List-Id', value: listId.includes('<') ? listId : `<${listId}>` })
  if (feedbackId !== undefined) headers.push({ name: 'Feedback-ID', value: feedbackId })
  if (precedence !== undefined) headers.push({ name: 'Precedence', value: precedence })
  if (autoSubmitted === true)
    headers.push(
      { name: 'Auto-Submitted', value: 'auto-generated' },
      { name: 'X-Auto-Response-Suppress', value: 'All' },
    )
  return headers
}

function isListId(listId: string): boolean {
  const id = /<([^<>]*)>$/.exec(listId)?.[1] ?? listId
  return /^[\x20-\x7e]{1,200}$/.test(listId) && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i.test(id)
}

const bareMailto = (mailto: string) => mailto.replace(/^mailto:/i, '')

/** What stands before and after the token, where there is one. */
const aroundToken = (address: string): string[] => envelopeAddress(address).split('{token}')

const bounceAddressOf = (address: string): string =>
  address.includes('{token}') ? address : address.replace('@', '+{token}@')

function mailtoFor(option: string): (token: string) => string {
  const [before = '', after] = aroundToken(bareMailto(option))
  return after === undefined
    ? (token) => `mailto:${before}?subject=${token}`
    : (token) => `mailto:${before}${token}${after}`
}

function mailtoAddress(value: unknown, path: string): string {
  const given = text()(value, path)
  checkTokenAddress(bareMailto(given), path, given)
  return given
}

function verpAddress(value: unknown, path: string): string {
  const given = text()(value, path)
  checkTokenAddress(bounceAddressOf(given), path, given)
  return given
}

function checkTokenAddress(address: string, path: string, given: string): void {
  const [before = '', ...after] = address.split('{token}')
  // 26 characters, as long as a token: the local part has to hold them.
  addressOption([before, ...after].join('a'.repeat(26)), path, given)
  if (after.length > 1 || after[0]?.includes('@') === false)
    refuse(path, 'an address with at most one {token} before the @', shown(given))
}
