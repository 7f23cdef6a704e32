import type { Contact, Selection, SelectionCount } from '@sillage/core/browser'
import type { FakeCampaign } from './fake-data.ts'

/**
 * Whom a selection has: of the directory those that a search finds, of an earlier campaign all; nobody is suppressed.
 */
export function countOf(
  { contactIds = [], people: given = [], where, except = [] }: Selection,
  people: readonly Contact[],
  campaigns: readonly FakeCampaign[],
): SelectionCount {
  const parts = where === undefined ? [] : (where.any ?? [where])
  const pasts = parts.flatMap(({ planned, received }) => planned ?? received ?? [])
  const searches = parts.filter(({ planned, received }) => (planned ?? received) === undefined)
  const found = people.filter(
    ({ id, name, company, tags }) =>
      contactIds.includes(id) ||
      searches.some(
        (part) =>
          (part.company ?? company) === company &&
          (part.tag === undefined || tags.includes(part.tag)) &&
          (name ?? '').toLowerCase().startsWith((part.q ?? '').toLowerCase()),
      ),
  )
  const earlier = pasts.flatMap((past) =>
    campaigns.filter(({ id }) => !('campaignId' in past) || [past.campaignId].flat().includes(id)),
  )
  const recipients = Array.from({ length: earlier[0]?.total ?? 0 }, (_, n) => ({ email: `earlier${n}@example.test` }))
  const emails = new Set([...found, ...given, ...recipients].map(({ email }) => email.toLowerCase()))
  for (const email of except) emails.delete(email.toLowerCase())
  const companies = new Set(people.filter(({ email }) => emails.has(email)).flatMap(({ company }) => company ?? []))
  return { total: emails.size, suppressed: 0, companies: companies.size }
}

/** The names that begin with what is asked for. */
export function begins<T>(items: readonly T[], url: URL, nameOf: (item: T) => string): T[] {
  const q = (url.searchParams.get('q') ?? '').toLowerCase()
  return items.filter((item) => nameOf(item).toLowerCase().startsWith(q))
}
