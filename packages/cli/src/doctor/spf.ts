import { type Check, type Found, fault, ok, warning } from './check.ts'
import type { Dns } from './dns.ts'
import { isAligned, ofSender } from './sender-domain.ts'

/** Records that a receiver looks up for one mail (RFC 7208 section 4.6.4). */
const mostLookups = 10

/** Whether the domain that bounces go to names the servers that may send for it (RFC 7208). */
export const spf: Check = ofSender(async (fromDomain, { bounceDomain = fromDomain, dns }) => {
  const found = [await ofDomain(bounceDomain, dns)]
  if (!isAligned(bounceDomain, fromDomain))
    found.push(
      warning(
        `Bounces go to ${bounceDomain} and mails are from ${fromDomain}: DMARC does not count SPF.`,
        `Take a bounce address of ${fromDomain}, or rely on DKIM of ${fromDomain}.`,
      ),
    )
  return found
})

async function ofDomain(domain: string, dns: Dns): Promise<Found> {
  const [record, ...others] = await recordsOf(domain, dns)
  if (record === undefined)
    return fault(
      `${domain} has no SPF record.`,
      `Publish a TXT record at ${domain} that names the servers your mail leaves from, as "v=spf1 include:<your provider> -all".`,
    )
  if (others.length > 0)
    return fault(`${domain} has ${others.length + 1} SPF records, and receivers take none.`, 'Make one of them.')
  const terms = termsOf(record)
  if (terms.some((term) => /^\+?all$/.test(term)))
    return fault(`SPF of ${domain} allows everybody to send for it.`, 'End the record with -all.')
  const lookups = await countLookups(domain, dns, { count: 0, seen: new Set() })
  if (lookups.broken !== undefined)
    return fault(
      `SPF of ${domain} names ${lookups.broken}, which has no SPF record.`,
      'Take it out, or correct its name.',
    )
  if (lookups.count > mostLookups)
    return fault(
      `SPF of ${domain} makes receivers look up more than ${mostLookups} records, where they stop.`,
      'Take out what no longer sends for you, or name addresses (ip4:, ip6:).',
    )
  if (!terms.some((term) => /^[-~]all$|^redirect=/.test(term)))
    return warning(`SPF of ${domain} says nothing of all other servers.`, 'End the record with -all or ~all.')
  return ok(`${domain} has SPF: ${record}`)
}

const recordsOf = async (domain: string, dns: Dns): Promise<string[]> =>
  (await dns.txt(domain)).filter((text) => /^v=spf1(?: |$)/i.test(text))

const termsOf = (record: string): string[] => record.toLowerCase().split(/\s+/).slice(1)

interface Lookups {
  count: number
  /** A domain that is included and has no record of its own, which makes the whole record invalid. */
  broken?: string
  readonly seen: Set<string>
}

/** Counts into `lookups`, in the order in which a receiver does, until there are too many or one is broken. */
async function countLookups(domain: string, dns: Dns, lookups: Lookups): Promise<Lookups> {
  lookups.seen.add(domain)
  const [record = ''] = await recordsOf(domain, dns)
  for (const term of termsOf(record)) {
    const [, kind = '', to] = /^[-+~?]?(include|redirect|a|mx|ptr|exists)(?:[:=]([^/]+))?(?:\/|$)/.exec(term) ?? []
    if (kind === '') continue
    lookups.count += 1
    if (lookups.count > mostLookups) break
    const followed = (kind === 'include' || kind === 'redirect') && to !== undefined && !to.includes('%')
    if (!followed || lookups.seen.has(to)) continue
    if ((await recordsOf(to, dns)).length === 0) lookups.broken = to
    else await countLookups(to, dns, lookups)
    if (lookups.broken !== undefined || lookups.count > mostLookups) break
  }
  return lookups
}
