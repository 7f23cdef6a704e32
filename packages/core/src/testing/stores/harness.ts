import type { Store } from '../../store/port/store.ts'

/**
 * What a store under test can offer beyond the port.
 * `callerClock`: leases, due times and throttles use the times given, not a clock of the database's own.
 * `damage`: counters can be made wrong from outside, so that a recount has something to repair.
 */
export type StoreAbility = 'callerClock' | 'damage'

/**
 * An empty, migrated store for one case, and what the case needs around it. Give `reopen` as soon as the data outlives
 * the object: cases about concurrency then use both stores at once, as two processes would.
 */
export interface StoreHarness {
  store: Store
  /** A second store on the same data, as another process would have it. Without it the first one is used twice. */
  reopen?: (() => Promise<Store>) | undefined
  /** The present for the case, in ms. Where the database uses its own clock this must be that clock's time. */
  now: number
  /**
   * Adds to a campaign's counters of total opens, link clicks and timeline sends, without using the store. Only with
   * the ability `damage`.
   */
  damage?: ((campaignId: number) => Promise<void>) | undefined
  /** Called after the case, also when it failed. */
  close?: (() => Promise<void>) | undefined
}

/**
 * One promise of the Store port. Its name is the sentence of the contract; `run` throws an AssertionError when the
 * store breaks it. Cases are independent, each on an empty store, and use the harness's `now`.
 */
export interface StoreCase {
  group: string
  name: string
  needs?: readonly StoreAbility[] | undefined
  run: (harness: StoreHarness) => Promise<void>
}

/** Makes the cases of one group. */
export function caseGroup(group: string) {
  return (name: string, run: StoreCase['run'], needs?: readonly StoreAbility[]): StoreCase => ({
    group,
    name,
    run,
    needs,
  })
}
