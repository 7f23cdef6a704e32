/** The Store port and what an implementation of it needs: `@sillage/core/store`. */

export { SillageError } from '../domain/errors.ts'
export { fold, foldEmail } from '../domain/fold.ts'
export type * from './campaign-store.ts'
export type * from './directory-store.ts'
export type * from './event-store.ts'
export * from './ledger.ts'
export type * from './message-store.ts'
export type * from './paging.ts'
export type * from './privacy-store.ts'
export type * from './records.ts'
export type * from './store.ts'
export type * from './throttle-store.ts'
