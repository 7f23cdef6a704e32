import { services } from '@sillage/core/http'
import type { ConfigOption } from './config-option.ts'
import { withInstallation } from './find-installation.ts'
import { showProgress } from './progress.ts'
import { print, printJson, type Terminal } from './terminal.ts'

/** What `sillage migrate` is given. */
export interface MigrateWords extends ConfigOption {
  advanceIds?: number
  json?: true
}

/** Migrates, and says which migrations were missing before. */
export async function migrate(terminal: Terminal, { advanceIds, json, ...config }: MigrateWords): Promise<void> {
  await withInstallation(terminal, config, async (sillage) => {
    const { store } = sillage[services]
    const applied = (await store.inspect?.())?.missing ?? []
    const progress = showProgress(terminal, 'Migrating')
    await sillage.migrate(advanceIds === undefined ? {} : { advanceIds }).finally(() => progress.stop())
    if (json) return printJson(terminal, { store: store.name, applied, advancedIds: advanceIds ?? 0 })
    const done = applied.length === 0 ? 'are up to date' : `are made: ${applied.join(', ')}`
    print(terminal, `The tables (${store.name}) ${done}.`)
    if (advanceIds !== undefined) print(terminal, `Skipped ${advanceIds} ids in each table.`)
  })
}
