import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import DKIM from 'nodemailer/lib/dkim'
import { type Check, type Checks, kindOf, list, object, refuse, required, text } from '../../domain/expect/index.ts'

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
 * 8301 asks for RSA keys of 2048 bits, and lets nobody sign with fewer than 1024.
 */
export interface DkimOptions {
  /** The domain that signs; for DMARC, the domain of From or one above it. */
  domainName: string
  /** The key is published at `<keySelector>._domainkey.<domainName>`. */
  keySelector: string
  /** RSA private key, PEM or a KeyObject. */
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
}

/**
 * Signs messages by DKIM (RFC 6376, rsa-sha256, relaxed/relaxed) with nodemailer's signer, list and one-click headers
 * included, which its own default leaves out. Pass it to `smtpTransport({ dkim })`. Throws `invalid_option` when a name
 * is empty or the key is no RSA private key.
 */
export function dkim(options: DkimOptions): DkimSigner {
  const { domainName, keySelector, headerFieldNames = [] } = object<DkimOptions>(checks)(options, 'dkim')
  const privateKey = rsaKey(options.privateKey, 'dkim.privateKey')
  const names = [...signedHeaderFields, ...headerFieldNames].join(':')
  const signer = new DKIM({
    domainName,
    keySelector,
    // The parsed key: PEM would be parsed again for every message.
    privateKey,
    headerFieldNames: names,
  })
  return {
    async sign(raw) {
      const pieces: Buffer[] = []
      for await (const piece of signer.sign(raw)) pieces.push(piece)
      return Buffer.concat(pieces)
    },
  }
}

/**
 * The key parsed once, and tried once: a signature that cannot be made is otherwise silently left out of every mail.
 */
const rsaKey: Check<KeyObject> = (value, path) => {
  let key: KeyObject
  try {
    key = typeof value === 'string' || Buffer.isBuffer(value) ? createPrivateKey(value) : (value as KeyObject)
    if (key.asymmetricKeyType === 'rsa') sign('sha256', Buffer.from('sillage'), key)
  } catch (cause) {
    return refuse(path, 'an RSA private key in PEM', `${kindOf(value)} without one`, cause)
  }
  if (key.asymmetricKeyType === 'rsa') return key
  return refuse(path, 'an RSA key, because the signer does rsa-sha256 only', key.asymmetricKeyType ?? kindOf(value))
}

const dnsName = required(text('a name of the DNS', (name) => /^[a-z0-9._-]+$/i.test(name)))
const checks: Checks<DkimOptions> = {
  domainName: dnsName,
  keySelector: dnsName,
  privateKey: required(rsaKey),
  headerFieldNames: list(text('the name of a header field', (name) => name !== '')),
}
