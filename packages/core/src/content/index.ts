export type * from './composer.ts'
export { safeLocation } from './safe-location.ts'
export type * from './template-engine.ts'
