import type { CampaignListItem } from '@sillage/core/browser'
import type { ApiClient } from '../../client/api-client.ts'

/** The campaigns that people are looked for by: those that have sent something, newest first. */
export async function loadCampaigns(client: ApiClient): Promise<CampaignListItem[]> {
  const { items } = await client.listCampaigns({ limit: 200 })
  return items.filter(({ status }) => status !== 'draft' && status !== 'scheduled')
}
