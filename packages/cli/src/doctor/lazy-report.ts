import type { Store } from '@sillage/core'
import type { StoreReport } from '@sillage/core/store'

/** What the store says of its database, asked for once; undefined of a store that says nothing. */
export type LazyReport = () => Promise<StoreReport | undefined>

export function createLazyReport(store: Pick<Store, 'inspect'>): LazyReport {
  let report: Promise<StoreReport | undefined> | undefined
  return () => {
    report ??= Promise.resolve(store.inspect?.())
    return report
  }
}
