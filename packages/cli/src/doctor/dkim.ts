import { createPublicKey, type KeyObject } from 'node:crypto'
import type { DkimPublicKey } from '@sillage/core'
import { type Check, type Found, fault, ok, skipped, warning } from './check.ts'
import type { Dns } from './dns.ts'
import { ofSender } from './sender-domain.ts'
import { tagsOf } from './tags.ts'

/** What RFC 8301 asks for. */
const enoughBits = 2_048

/** Whether each key that signs is in the DNS, and signs for the sender's domain. */
export const dkim: Check = ofSender(async (fromDomain, { transports, dns }) => {
  const signing = [...transports.values()]
  const keys = new Map(signing.flatMap((one) => one.dkimKeys?.() ?? []).map((key) => [placeOf(key), key]))
  if (keys.size === 0)
    return [
      skipped('No key is configured here.', 'See in a mail that was received that your provider signs: dkim=pass.'),
    ]
  const found = await Promise.all([...keys].map(([place, key]) => ofKey(place, key, dns)))
  if (signing.some((one) => one.aligned?.(fromDomain) === false))
    found.push(
      fault(
        `No key is of ${fromDomain}, so that DMARC does not count the signatures of its mails.`,
        `Sign with a key of ${fromDomain}.`,
      ),
    )
  return found
})

const placeOf = ({ keySelector, domainName }: DkimPublicKey): string => `${keySelector}._domainkey.${domainName}`

async function ofKey(place: string, { publicKey }: DkimPublicKey, dns: Dns): Promise<Found> {
  const records = (await dns.txt(place)).map(tagsOf).filter((tags) => tags.has('p'))
  const [record] = records
  const publish = `Publish there as TXT: ${recordOf(publicKey)}`
  if (record === undefined) return fault(`There is no key at ${place}.`, publish)
  if (records.length > 1) return fault(`There are ${records.length} keys at ${place}.`, `Leave one. ${publish}`)
  const published = record.get('p')?.replaceAll(/\s/g, '') ?? ''
  if (published === '')
    return fault(`The key at ${place} is revoked.`, `Sign with a new key and selector, or: ${publish}`)
  const key = keyIn(published, record.get('k') ?? 'rsa')
  if (key === undefined || !key.equals(publicKey))
    return fault(`The key at ${place} is not that of the private key which signs.`, publish)
  if (
    record
      .get('t')
      ?.split(':')
      .some((flag) => flag.trim() === 'y')
  )
    return warning(`The key at ${place} says that it is a test (t=y).`, 'Take t=y out of the record.')
  const { modulusLength: bits = enoughBits } = publicKey.asymmetricKeyDetails ?? {}
  if (bits < enoughBits) return warning(`The key at ${place} has ${bits} bits.`, `Make one of ${enoughBits} bits.`)
  return ok(`The key at ${place} is that which signs.`)
}

/** The beginning that stands before the 32 bytes of an Ed25519 key (RFC 8410); records have the bytes alone. */
const ed25519 = Buffer.from('302a300506032b6570032100', 'hex')

function keyIn(published: string, kind: string): KeyObject | undefined {
  const bytes = Buffer.from(published, 'base64')
  const forms: [Buffer, 'spki' | 'pkcs1'][] =
    kind === 'ed25519'
      ? [[Buffer.concat([ed25519, bytes]), 'spki']]
      : [
          [bytes, 'spki'],
          [bytes, 'pkcs1'],
        ]
  for (const [key, type] of forms) {
    try {
      return createPublicKey({ key, format: 'der', type })
    } catch {
      // In the other form, or no key.
    }
  }
  return undefined
}

/** What has to stand in the DNS for a key. */
function recordOf(key: KeyObject): string {
  const der = key.export({ format: 'der', type: 'spki' })
  return key.asymmetricKeyType === 'ed25519'
    ? `v=DKIM1; k=ed25519; p=${der.subarray(ed25519.length).toString('base64')}`
    : `v=DKIM1; k=rsa; p=${der.toString('base64')}`
}
