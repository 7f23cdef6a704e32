import { isSillageError, type MessageItem } from '@sillage/core/browser'
import { apiOf } from '../../client/api.ts'
import type { ApiClient } from '../../client/api-client.ts'

/** So many campaigns are read at once: most people got nothing older. */
const NEWEST = 200

/** What the campaigns and streams of messages are called; undefined: they were deleted meanwhile. */
export function createMailNames() {
  const names = new Map<string, string>()
  // No key of a stream looks like an id.
  const keyOf = ({ campaignId, stream }: MessageItem): string => stream ?? campaignId ?? ''

  async function read(client: ApiClient, { campaignId, stream }: MessageItem): Promise<string> {
    if (stream !== null) return (await apiOf(client).streams.get(stream)).name
    return (await client.getCampaign(campaignId ?? '')).name
  }

  return {
    of: (item: MessageItem): string | undefined => names.get(keyOf(item)),
    async load(client: ApiClient, items: readonly MessageItem[]): Promise<void> {
      if (names.size === 0 && items.some(({ campaignId }) => campaignId !== null))
        for (const { id, name } of (await client.listCampaigns({ limit: NEWEST })).items) names.set(id, name)
      for (const item of items) {
        if (names.has(keyOf(item))) continue
        try {
          names.set(keyOf(item), await read(client, item))
        } catch (error) {
          if (!isSillageError(error, 'not_found')) throw error
        }
      }
    },
  }
}
