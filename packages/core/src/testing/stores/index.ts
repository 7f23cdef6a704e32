export type { StoreAbility, StoreCase, StoreHarness } from './harness.ts'
export { type CaseRegistrar, runStoreCases, type StoreCaseOptions, titleOf } from './run-store-cases.ts'
export { storeCases } from './store-cases.ts'
