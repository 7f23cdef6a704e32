import { createHash, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'

/** Who signs, with which key, and which fields. */
export interface DkimKey {
  domainName: string
  keySelector: string
  privateKey: KeyObject
  /** Names of the fields that are signed where a message has them, lower case. */
  fields: readonly string[]
}

/** A message as signatures see it; read once, however many sign it. */
export interface Canonical {
  /** The last field of each name, by its name in lower case: its value, relaxed, one character for each byte. */
  fields: ReadonlyMap<string, string>
  /** Hash of the relaxed body. */
  bodyHash: string
}

/** A key's signature is made beside the event loop: with RSA it takes longer than all the rest of a send. */
const signBeside = promisify(sign)

/**
 * Reads a message in its relaxed form (RFC 6376 section 3.4), with the line ends that SMTP will give it. In parts, each
 * of them ends with a line; those behind the first are read once, however many messages share them.
 */
export function canonicalOf([raw, ...shared]: readonly [Buffer, ...Buffer[]]): Canonical {
  const text = withLineEnds(raw)
  const blank = text.indexOf('\r\n\r\n')
  const [head, body] = blank < 0 ? [text, ''] : [text.slice(0, blank), text.slice(blank + 4)]
  const fields = new Map<string, string>()
  for (const field of head.split(/\r\n(?![ \t])/)) {
    const colon = field.indexOf(':')
    if (colon > 0) fields.set(relaxed(field.slice(0, colon)).toLowerCase(), relaxed(field.slice(colon + 1)))
  }
  const hash = createHash('sha256')
  if (shared.length === 0) hash.update(relaxedBody(body), 'latin1')
  else hash.update(relaxedLines(body), 'latin1')
  for (const piece of shared) hash.update(relaxedPiece(piece))
  return { fields, bodyHash: hash.digest('base64') }
}

/** The complete DKIM-Signature field of one key, with its CRLF. */
export async function signatureOf({ fields, bodyHash }: Canonical, key: DkimKey): Promise<string> {
  const signed = key.fields.filter((name) => fields.has(name))
  const ed25519 = key.privateKey.asymmetricKeyType === 'ed25519'
  const field = folded([
    'DKIM-Signature:',
    ' v=1;',
    ` a=${ed25519 ? 'ed25519' : 'rsa'}-sha256;`,
    ' c=relaxed/relaxed;',
    ` d=${key.domainName};`,
    ' q=dns/txt;',
    ` s=${key.keySelector};`,
    ` bh=${bodyHash};`,
    ...signed.map((name, at) => `${at === 0 ? ' h=' : ''}${name}${at === signed.length - 1 ? ';' : ':'}`),
  ])
  const own = `${field}\r\n b=`
  const lines = signed.map((name) => `${name}:${fields.get(name)}\r\n`)
  const data = Buffer.from(`${lines.join('')}dkim-signature:${relaxed(own.slice(own.indexOf(':') + 1))}`, 'latin1')
  // RFC 8463 section 3: Ed25519 signs the hash of what RSA signs, and hashes it once more in its own way.
  const signature = ed25519
    ? await signBeside(null, createHash('sha256').update(data).digest(), key.privateKey)
    : await signBeside('sha256', data, key.privateKey)
  return `${own}${signature.toString('base64').replace(/.{74}(?=.)/g, '$&\r\n ')}\r\n`
}

/** A field's value on one line, each run of spaces and tabs as one space, none at its ends. */
const relaxed = (value: string): string =>
  value
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '')

const withLineEnds = (raw: Buffer): string => raw.toString('latin1').replace(/\r\n?|\n/g, '\r\n')

/** Spaces as in a field, none before a line's end. */
const relaxedLines = (body: string): string => body.replace(/[ \t]+/g, ' ').replaceAll(' \r\n', '\r\n')

/** Shared pieces in their relaxed form, which for an encoded file is the piece itself. */
const relaxedPieces = new WeakMap<Buffer, Buffer>()

function relaxedPiece(piece: Buffer): Buffer {
  const known = relaxedPieces.get(piece)
  if (known !== undefined) return known
  const relaxed = Buffer.from(relaxedLines(withLineEnds(piece)), 'latin1')
  const made = relaxed.equals(piece) ? piece : relaxed
  relaxedPieces.set(piece, made)
  return made
}

/** No empty lines at the end. */
function relaxedBody(body: string): string {
  const lines = relaxedLines(body)
  let end = lines.endsWith(' ') ? lines.length - 1 : lines.length
  while (lines.endsWith('\r\n', end)) end -= 2
  return end === 0 ? '' : `${lines.slice(0, end)}\r\n`
}

const longestLine = 76

/** The parts one behind the other, on a new line wherever the next one would make this one too long. */
function folded(parts: readonly string[]): string {
  const lines: string[] = []
  let line = ''
  for (const part of parts) {
    if (line !== '' && line.length + part.length > longestLine) {
      lines.push(line)
      line = ` ${part.trimStart()}`
    } else line += part
  }
  return [...lines, line].join('\r\n')
}
