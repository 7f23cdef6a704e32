import { type Check, type Found, fault, ok } from './check.ts'
import type { Dns } from './dns.ts'
import { ofSender } from './sender-domain.ts'
import { tagsOf } from './tags.ts'

/** Whether the sender's domain, or one above it, says what becomes of mails that are not proved to be its own. */
export const dmarc: Check = ofSender(async (domain, { dns }) => {
  for (const place of placesOf(domain)) {
    const records = await recordsAt(place, dns)
    if (records.length > 0) return [ofRecords(place, records)]
  }
  return [
    fault(
      `${domain} has no DMARC record.`,
      `Publish a TXT record at _dmarc.${domain}, to begin with "v=DMARC1; p=none; rua=mailto:dmarc@${domain}".`,
    ),
  ]
})

/** The domain and those above it, down to the one below a top-level domain. */
function placesOf(domain: string): string[] {
  const labels = domain.split('.')
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, at) => `_dmarc.${labels.slice(at).join('.')}`)
}

const recordsAt = async (place: string, dns: Dns): Promise<string[]> =>
  (await dns.txt(place)).filter((text) => /^v=DMARC1\s*(?:;|$)/.test(text))

function ofRecords(place: string, [record = '', ...others]: readonly string[]): Found {
  if (others.length > 0)
    return fault(`There are ${others.length + 1} DMARC records at ${place}, and receivers take none.`, 'Leave one.')
  const policy = tagsOf(record).get('p')?.toLowerCase()
  if (policy === undefined || !['none', 'quarantine', 'reject'].includes(policy))
    return fault(
      `DMARC at ${place} has no policy: ${record}`,
      'Let p= be none, quarantine or reject; p=none is enough for large receivers.',
    )
  return ok(`DMARC at ${place} has the policy ${policy}.`)
}
