import { type Checks, checkOptions, whole } from '../domain/expect/index.ts'
import type { MigrateOptions } from './port/store.ts'

const checks: Checks<MigrateOptions> = { advanceIds: whole(0) }

/** Checks the options of `migrate`; what every store calls. Throws `invalid_option`. */
export const checkMigrateOptions = (options: MigrateOptions | undefined): MigrateOptions =>
  checkOptions('migrate', options ?? {}, checks)
