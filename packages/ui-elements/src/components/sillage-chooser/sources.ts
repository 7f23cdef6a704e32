import type { CampaignListItem, Company } from '@sillage/core/browser'
import type { ApiClient } from '../../client/api-client.ts'
import { loadCompanies } from '../sillage-recipients/contact-pages.ts'

/** What people are looked for by. */
export interface Sources {
  companies: readonly Company[]
  /** Those that have sent something, newest first. */
  campaigns: readonly CampaignListItem[]
}

export const noSources: Sources = { companies: [], campaigns: [] }

/** Loads them. Without companies there is still the search by name; a failure about campaigns is thrown. */
export async function loadSources(client: ApiClient): Promise<Sources> {
  const companies = loadCompanies(client).catch(() => [])
  const { items } = await client.listCampaigns({ limit: 200 })
  const campaigns = items.filter(({ status }) => status !== 'draft' && status !== 'scheduled')
  return { companies: await companies, campaigns }
}
