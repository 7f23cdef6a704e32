import { SillageError } from '../domain/errors.ts'
import { keyPattern } from '../domain/ids.ts'
import type { CampaignRecord } from './port/records.ts'
import type { Store } from './port/store.ts'

/** Whose streams are looked for: whoever sees every tenant finds by key only those that belong to none. */
interface Finding {
  store: Pick<Store, 'streams'>
  owner: string | undefined
}

/** The stream of this key; undefined: none. */
export async function findStream({ store, owner }: Finding, key: string): Promise<CampaignRecord | undefined> {
  return keyPattern.test(key) ? await store.streams.get(key, owner ?? null) : undefined
}

/** The same, or `not_found`. */
export async function requireStream(context: Finding, key: string): Promise<CampaignRecord> {
  return (await findStream(context, key)) ?? missingStream()
}

export function missingStream(): never {
  throw new SillageError('not_found', 'There is no stream with this key.')
}

/** What names a stream that there is not, in the input of a message. */
export function unknownStream(): never {
  const message = 'stream: there is no stream with this key; make it with streams.put, or send by its definition.'
  throw new SillageError('unknown_stream', message, { field: 'stream' })
}
