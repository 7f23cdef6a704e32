import type { StoreReport } from '@sillage/core/store'
import type { Setup } from './setup.ts'

/** What the database says, for checks other than that of the database, which says why there is nothing. */
export async function reportOf({ report, store }: Setup): Promise<StoreReport | undefined> {
  if (store.name === 'memory') return undefined
  return report().catch(() => undefined)
}
