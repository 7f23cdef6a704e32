import { isSillageError, type StoreReport } from '@sillage/core/store'
import type { SqlContext } from './context.ts'
import { migrations } from './migrations/index.ts'
import { readRecord } from './migrations/record.ts'
import { part } from './query-parts.ts'
import { tableNames } from './table-names.ts'
import { change, first, rows, type Work } from './work.ts'

/** What the database is like: its version, its clock, its tables, and what may be done with them. */
export function inspector({ engine, dialect, db }: SqlContext): () => Promise<StoreReport> {
  function* present(): Work<{ server: string; now: number } | undefined> {
    return yield* first(
      db.selectNoFrom([part<string>(dialect.server).as('server'), part<number>(dialect.now).as('now')]),
    )
  }

  async function record(): Promise<Pick<StoreReport, 'missing' | 'unknown'>> {
    try {
      const { missing, unknown } = await engine.read(() => readRecord(db, migrations))
      return { missing: missing.map(([name]) => name), unknown }
    } catch (error) {
      if (isSillageError(error, 'not_migrated')) return { missing: Object.keys(migrations), unknown: [] }
      throw error
    }
  }

  /** Rights on tables that are not there cannot be asked for; a write that changes no row needs what a write needs. */
  async function deniedRights(): Promise<string[]> {
    const found = await engine.read(() => rows<{ denied: string }>(dialect.deniedRights(tableNames)))
    if (found.length === 0)
      await engine.write(() => change(db.updateTable('email_settings').set({ value: '' }).where('key', '=', '')))
    return found.map(({ denied }) => denied)
  }

  return async () => {
    const sentAt = Date.now()
    const { server = dialect.name, now = sentAt } = (await engine.read(present)) ?? {}
    const middle = (sentAt + Date.now()) / 2
    const { missing, unknown } = await record()
    return {
      server,
      missing,
      unknown,
      aheadMs: dialect.ownClock ? Math.round(now - middle) : null,
      denied: missing.length > 0 || unknown.length > 0 ? [] : await deniedRights(),
    }
  }
}
