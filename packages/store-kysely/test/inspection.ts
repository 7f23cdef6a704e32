import type { Store } from '@sillage/core/store'
import { expect } from 'vitest'

/** Runs a statement beside the store. */
type Run = (sql: string) => Promise<unknown>

/** Inspects tables that are missing, as they should be, of another release, and partly applied. */
export async function inspectsWhatIsThere(store: Store, run: Run): Promise<void> {
  const inspect = async () => {
    const { missing, unknown, denied } = (await store.inspect?.()) ?? {}
    return { missing, unknown, denied }
  }
  const empty = await inspect()
  expect(empty).toEqual({ missing: [expect.stringContaining('initial')], unknown: [], denied: [] })
  await store.migrate()
  expect(await inspect()).toEqual({ missing: [], unknown: [], denied: [] })
  await run(`insert into email_migrations (name, applied_at) values ('2031-01-later', 0)`)
  expect(await inspect()).toEqual({ missing: [], unknown: ['2031-01-later'], denied: [] })
  await run(`delete from email_migrations where name <> '2031-01-later'`)
  expect(await inspect()).toEqual({ ...empty, unknown: ['2031-01-later'] })
}
