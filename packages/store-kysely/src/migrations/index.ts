import { initial } from './initial.ts'
import type { Migration } from './migration.ts'

/** Every migration by name, in the order they are applied. */
export const migrations = {
  '2026-12-initial-11': initial,
} as const satisfies Record<string, Migration>
