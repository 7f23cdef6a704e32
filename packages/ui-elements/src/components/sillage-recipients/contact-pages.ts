import type { Company } from '@sillage/core/browser'
import type { ApiClient } from '../../client/api-client.ts'

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
