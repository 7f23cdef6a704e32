import { type Check, fault, ok, warning } from './check.ts'
import { ofSender } from './sender-domain.ts'

/** Whether the sender's domain takes mail: replies, and the reports that receivers send. */
export const mx: Check = ofSender(async (domain, { dns }) => {
  const records = (await dns.mx(domain)).toSorted((one, other) => one.priority - other.priority)
  if (records.some(({ exchange }) => exchange === '' || exchange === '.'))
    return [
      fault(`${domain} says that it takes no mail.`, 'Send from a domain that does: many receivers refuse others.'),
    ]
  if (records.length === 0) {
    if ((await dns.addresses(domain)).length > 0)
      return [warning(`${domain} has no MX record, and an address alone.`, 'Publish an MX record.')]
    return [fault(`${domain} has neither MX record nor address.`, 'Publish an MX record, or send from another domain.')]
  }
  const found = await Promise.all(records.map(async ({ exchange }) => (await dns.addresses(exchange)).length > 0))
  const names = records.map(({ exchange }) => exchange).join(', ')
  if (!found.includes(true)) return [fault(`No MX of ${domain} has an address: ${names}.`, 'Correct the MX records.')]
  return [ok(`${domain} takes mail at ${names}.`)]
})
