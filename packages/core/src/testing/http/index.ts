export type { AdapterCase, AdapterHarness, MountSillage } from './adapter-case.ts'
export { adapterCases } from './adapter-cases.ts'
export { runAdapterCases } from './run-adapter-cases.ts'
export { expectUpgradesShared, type UpgradingServer } from './upgrades.ts'
