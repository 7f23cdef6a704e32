export type {
  AdapterCase,
  AdapterContext,
  AdapterHarness,
  Answer,
  MountedSillage,
  MountSillage,
  RequestOptions,
} from './adapter-case.ts'
export { adapterCases } from './adapter-cases.ts'
export { runAdapterCases } from './run-adapter-cases.ts'
export { expectUpgradesShared, type UpgradingServer } from './upgrades.ts'
