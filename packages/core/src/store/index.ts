/**
 * The Store port and what an implementation of it needs.
 *
 * @module @sillage/core/store
 */

export { isSillageError, SillageError } from '../domain/errors.ts'
/** How an option is checked: small checks, and the table of an options object made of them. */
export * as expect from '../domain/expect/index.ts'
export type { JudgeRules, RuleThresholds, UnsetConsent } from '../domain/judge-rules.ts'
export { fold, foldEmail } from '../kit/fold.ts'
export type * from './campaign-store.ts'
export type * from './contact-store.ts'
export * from './count-verdicts.ts'
export * from './counters.ts'
export * from './cursor.ts'
export * from './edit-conflict.ts'
export * from './erased.ts'
export type * from './event-store.ts'
export * from './flags.ts'
export * from './implied-open.ts'
export * from './judge-hits.ts'
export * from './key-in-use.ts'
export * from './lease-lost.ts'
export * from './ledger.ts'
export type * from './message-store.ts'
export * from './migrate-options.ts'
export type * from './paging.ts'
export * from './planned-consent.ts'
export type * from './privacy-store.ts'
export type * from './records.ts'
export type * from './settings-store.ts'
export * from './status.ts'
export type * from './store.ts'
export type * from './suppression-store.ts'
export * from './tally-difference.ts'
export type * from './template-store.ts'
export * from './throttle-slots.ts'
export type * from './throttle-store.ts'
