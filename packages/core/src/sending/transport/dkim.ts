import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import addressparser from 'nodemailer/lib/addressparser'
import { type Check, type Checks, kindOf, list, object, refuse, required, text } from '../../domain/expect/index.ts'
import { remember } from '../../kit/remember.ts'
import { domainOf } from '../../recipients/address.ts'
import { canonicalOf, type DkimKey, signatureOf } from './dkim-signature.ts'
import type { DkimPublicKey } from './transport.ts'

/**
 * Fields that are signed where a message has them, the last one of each name; the signature names no others. Those that
 * mail programs act on must be among them: without the two of List-Unsubscribe one-click does not count (RFC 8058
 * section 4). `headerFieldNames` of `dkim` adds more.
 */
export const signedHeaderFields = [
  'From',
  'Sender',
  'Reply-To',
  'Subject',
  'Date',
  'Message-ID',
  'To',
  'Cc',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'In-Reply-To',
  'References',
  'List-Id',
  'List-Help',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'List-Subscribe',
  'List-Post',
  'List-Owner',
  'List-Archive',
  'Feedback-ID',
  'Precedence',
  'Auto-Submitted',
  'X-Auto-Response-Suppress',
  'CFBL-Address',
  'CFBL-Feedback-ID',
] as const

/**
 * Options of `dkim`, named as nodemailer names them. The public key has to be in the DNS before the first mail; RFC
 * 8301 asks for RSA keys of 2,048 bits, and lets nobody sign with fewer than 1,024.
 */
export interface DkimOptions {
  /** The domain that signs; for DMARC, the domain of From or one above it. */
  domainName: string
  /** The key is published at `<keySelector>._domainkey.<domainName>`. */
  keySelector: string
  /** RSA or Ed25519 private key, PEM or a KeyObject. */
  privateKey: string | Buffer | KeyObject
  /** Further fields to sign, beyond `signedHeaderFields`. */
  headerFieldNames?: readonly string[] | undefined
}

/**
 * Signs messages; made by `dkim`, taken by `smtpTransport`. A host may bring its own, as where the key is in a key
 * store: it is called for each message, side by side for as many as are on the wire, and its time is part of the
 * send's.
 */
export interface DkimSigner {
  /**
   * The message with a DKIM-Signature in front. One that rejects is taken for an outage: nothing was handed over, and
   * the message is tried again.
   */
  sign(raw: Buffer): Promise<Buffer>
  /**
   * The fields of the signature alone, for a message in parts (`OutgoingMessage.parts`), so that nobody has to join
   * them. Of a signer without this, `sign` is given the message joined.
   */
  signatures?(parts: readonly [Buffer, ...Buffer[]]): Promise<Buffer>
  /**
   * Whether it signs mails from this domain (ASCII, lower case) so that DMARC counts it. `createSillage` asks for each
   * domain in From, and warns once where it does not; of a signer without this, nothing is known.
   */
  aligned?(fromDomain: string): boolean
  /** The public halves of its keys, which have to be in the DNS; of a signer without this, nothing is known. */
  readonly keys?: readonly DkimPublicKey[] | undefined
}

/**
 * Signs messages by DKIM (RFC 6376, relaxed/relaxed; rsa-sha256, or ed25519-sha256 by RFC 8463), list and one-click
 * headers included, which many signers leave out. Pass it to `smtpTransport({ dkim })`. Of a list, every key signs the
 * mails from its domain and those below; where there is none, those of domains below the one in From do, which DMARC
 * counts by its relaxed alignment. Any other mail is signed by the first, which DMARC does not count: the log warns of
 * it. Throws `invalid_option` when a name is empty or the key is neither RSA of 1,024 bits or more nor
 * Ed25519.
 */
export function dkim(options: DkimOptions | readonly DkimOptions[]): DkimSigner {
  const keys = keysOf(options)
  const alignedKeys = remember((fromDomain) => keysFor(keys, fromDomain), 1_000)
  const keysForMail = remember((from) => {
    const aligned = alignedKeys(fromDomainOf(from))
    return aligned.length > 0 ? aligned : keys.slice(0, 1)
  }, 1_000)
  async function signatures(parts: readonly [Buffer, ...Buffer[]]): Promise<Buffer> {
    const message = canonicalOf(parts)
    const signing = keysForMail(message.fields.get('from') ?? '')
    const fields = await Promise.all(signing.map((key) => signatureOf(message, key)))
    return Buffer.from(fields.join(''), 'latin1')
  }
  return {
    sign: async (raw) => Buffer.concat([await signatures([raw]), raw]),
    signatures,
    aligned: (fromDomain) => alignedKeys(fromDomain).length > 0,
    keys: keys.map(({ domainName, keySelector, privateKey }) => ({
      domainName,
      keySelector,
      publicKey: createPublicKey(privateKey),
    })),
  }
}

function keysOf(given: DkimOptions | readonly DkimOptions[]): readonly DkimKey[] {
  if (!Array.isArray(given)) return [keyOf(given as DkimOptions, 'dkim')]
  if (given.length === 0) return refuse('dkim', 'the options of one key or more', 'an empty array')
  const names = new Set<string>()
  return given.map((options: DkimOptions, at) => {
    const key = keyOf(options, `dkim[${at}]`)
    const name = `${key.keySelector}._domainkey.${key.domainName}`.toLowerCase()
    if (names.has(name)) refuse(`dkim[${at}].keySelector`, 'a selector of its own for each key', `${name} twice`)
    names.add(name)
    return key
  })
}

function keyOf(options: DkimOptions, path: string): DkimKey {
  const { domainName, keySelector, privateKey, headerFieldNames = [] } = object<DkimOptions>(checks)(options, path)
  const fields = [...signedHeaderFields, ...headerFieldNames].map((name) => name.toLowerCase())
  return {
    domainName: domainName.toLowerCase(),
    keySelector,
    // The parsed key: PEM would be parsed again for every message.
    privateKey: parsedKey(privateKey, `${path}.privateKey`),
    fields: [...new Set(fields)],
  }
}

const isBelow = (domain: string, other: string): boolean => domain.endsWith(`.${other}`)

/** The keys whose signature DMARC counts for mails from this domain; none, where it would count none of them. */
function keysFor(keys: readonly DkimKey[], fromDomain: string): readonly DkimKey[] {
  const over = keys.filter(({ domainName }) => fromDomain === domainName || isBelow(fromDomain, domainName))
  return over.length > 0 ? over : keys.filter(({ domainName }) => isBelow(domainName, fromDomain))
}

/** The domain of a From field, whose characters are bytes; empty where it has none. */
function fromDomainOf(from: string): string {
  const [first] = addressparser(Buffer.from(from, 'latin1').toString(), { flatten: true })
  return first?.address === undefined ? '' : domainOf(first.address)
}

const leastBits = 1_024

/** The key parsed once, and tried once: what cannot sign is better known before the first mail. */
const parsedKey: Check<KeyObject> = (value, path) => {
  let key: KeyObject
  try {
    key = typeof value === 'string' || Buffer.isBuffer(value) ? createPrivateKey(value) : (value as KeyObject)
    if (key.asymmetricKeyType === 'rsa') sign('sha256', Buffer.from('sillage'), key)
    if (key.asymmetricKeyType === 'ed25519') sign(null, Buffer.from('sillage'), key)
  } catch (cause) {
    return refuse(path, 'an RSA or Ed25519 private key in PEM', `${kindOf(value)} without one`, cause)
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength: bits = 0 } = {} } = key
  if (type === 'ed25519' || (type === 'rsa' && bits >= leastBits)) return key
  const got = type === 'rsa' ? `${bits} bits` : (type ?? kindOf(value))
  return refuse(path, 'an RSA key of 1024 bits or more (2048 are asked for), or an Ed25519 key', got)
}

const dnsName = required(text('a name of the DNS', (name) => /^[a-z0-9._-]+$/i.test(name)))
// One with a semicolon or a colon would end the list of names in the signature.
const fieldName = text('the name of a header field', (name) => /^[!-9<-~]+$/.test(name))
const checks: Checks<DkimOptions> = {
  domainName: dnsName,
  keySelector: dnsName,
  privateKey: required(parsedKey),
  headerFieldNames: list(fieldName),
}
