import type { Company, Contact } from '@sillage/core/browser'
import type { ApiClient } from '../../client/api-client.ts'
import { createLatest } from '../../client/latest.ts'
import type { ContactFilter } from './recipient-choice.ts'

export interface ContactPages {
  contacts: readonly Contact[]
  /** Null where the directory does not count. */
  total: number | null
  next: string | null
  /** An answer is on its way, or a request is about to be sent: the contacts shown may be those of another search. */
  loading: boolean
  failure: unknown
}

export const noContacts: ContactPages = { contacts: [], total: 0, next: null, loading: false, failure: undefined }

/** True when both ask for the same contacts. */
export function sameFilter(a: ContactFilter, b: ContactFilter): boolean {
  return a.q === b.q && a.company === b.company && a.tag === b.tag
}

/** Pages through the directory; `changed` is called with each new state, never with late answers to old searches. */
export function createContactPager(client: () => ApiClient | undefined, changed: (pages: ContactPages) => void) {
  const latest = createLatest()
  let pages = noContacts
  const set = (next: Partial<ContactPages>) => {
    pages = { ...pages, ...next }
    changed(pages)
  }

  async function load({ q, company, tag }: ContactFilter, cursor?: string): Promise<void> {
    const api = client()
    if (api === undefined) return
    set({ loading: true })
    try {
      const page = await latest.run((signal) => api.listContacts({ q, company, tag, limit: 50, cursor }, signal))
      if (page === undefined) return
      const contacts = cursor === undefined ? page.items : [...pages.contacts, ...page.items]
      set({ contacts, total: page.total, next: page.next, loading: false, failure: undefined })
    } catch (failure) {
      set({ loading: false, failure })
    }
  }

  return {
    first: (filter: ContactFilter) => load(filter),
    /** Another search comes soon: an answer to the present one is no longer wanted. */
    wait(): void {
      latest.cancel()
      set({ loading: true })
    },
    more: (filter: ContactFilter) =>
      pages.next === null || pages.loading ? Promise.resolve() : load(filter, pages.next),
    stop: () => latest.cancel(),
  }
}

/** So many contacts can be chosen one by one; more of them are a search. */
export const MOST_CHOSEN = 10_000

/** Ids of all contacts of a search. Throws `RangeError` when there are more than can be chosen one by one. */
export async function loadIds(client: ApiClient, filter: ContactFilter, signal: AbortSignal): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const { q, company, tag } = filter
    const page = await client.listContacts({ q, company, tag, limit: 200, cursor }, signal)
    ids.push(...page.items.map(({ id }) => id))
    const known = page.total ?? ids.length
    if (known > MOST_CHOSEN) throw new RangeError(`Expected at most ${MOST_CHOSEN} contacts, got ${known}.`)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return ids
}

const MOST_COMPANIES = 1_000

/**
 * Companies for the filter, in the order of the server; a directory of more than a thousand is searched by name
 * instead.
 */
export async function loadCompanies(client: ApiClient): Promise<Company[]> {
  const companies: Company[] = []
  let cursor: string | undefined
  do {
    const page = await client.listCompanies({ limit: 200, cursor })
    companies.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined && companies.length < MOST_COMPANIES)
  return companies
}
