import type { CampaignRecord } from '../store/port/records.ts'
import type { StreamContext } from './context.ts'
import { type StreamFields, streamFields } from './stream-fields.ts'

/**
 * Makes the stream of this key, with the fields that were made or those of an input. One that is there already is given
 * back as it is, `created: false`.
 */
export async function createStream(
  context: StreamContext,
  key: string,
  given: StreamFields | Parameters<typeof streamFields>[2],
): Promise<{ stream: CampaignRecord; created: boolean }> {
  const { store, clock, owner, life } = context
  const { fields, links } = 'fields' in given ? given : await streamFields(context, key, given)
  const stored = await store.streams.create({ ...fields, owner: owner ?? null, key, createdAt: clock.now() })
  if (!stored.created) return stored
  await store.campaigns.addLinks(stored.stream.id, links)
  life('created', stored.stream)
  return stored
}
