import type { CampaignListItem } from '@sillage/core/browser'
import type { ApiClient } from '../../client/api-client.ts'

/** Which campaigns were made from which template, of those that were read. */
export interface TemplateUses {
  /** Their names, newest first. */
  namesOf(templateId: string): readonly string[]
  /** How many were read; undefined: all there are. */
  newest: number | undefined
}

const READ = 200

/** Reads the newest campaigns: the others are not asked for their template, and nothing is said of them. */
export async function loadUses(client: ApiClient): Promise<TemplateUses> {
  const { items, next } = await client.listCampaigns({ limit: READ })
  return usesOf(items, next !== null)
}

export function usesOf(
  campaigns: readonly Pick<CampaignListItem, 'name' | 'templateId'>[],
  more: boolean,
): TemplateUses {
  const names = Map.groupBy(campaigns, ({ templateId }) => templateId)
  return {
    namesOf: (id) => names.get(id)?.map(({ name }) => name) ?? [],
    newest: more ? campaigns.length : undefined,
  }
}
