import { changedLease, type Lease, type SettingsStore } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { change, first } from '../work.ts'

export function settingsStore({ engine, dialect, tables }: SqlContext): SettingsStore {
  return {
    async get(key) {
      const row = await engine.read(() =>
        first<{ value: string }>(sql`select value from ${tables.settings} where key = ${key}`),
      )
      return row?.value
    },
    getOrPut: (key, value) =>
      engine.write(function* () {
        yield* change(
          sql`insert into ${tables.settings} (key, value) values (${key}, ${value}) on conflict (key) do nothing`,
        )
        const row = yield* first<{ value: string }>(sql`select value from ${tables.settings} where key = ${key}`)
        return row?.value ?? value
      }),
    async put(key, value) {
      await engine.write(() =>
        change(sql`insert into ${tables.settings} (key, value) values (${key}, ${value})
          on conflict (key) do update set value = excluded.value`),
      )
    },
    lease: (name, request) =>
      engine.write(function* () {
        const key = `lease:${name}`
        const free: Lease = { holder: '', until: 0 }
        // A row first, so that there is something to lock.
        yield* change(
          sql`insert into ${tables.settings} (key, value) values (${key}, ${JSON.stringify(free)}) on conflict (key) do nothing`,
        )
        const row = yield* first<{ value: string; shift: number }>(
          sql`select value, ${dialect.shift(request.now)} as shift from ${tables.settings} where key = ${key} ${dialect.lock}`,
        )
        const shift = row?.shift ?? 0
        const stored: Lease = row === undefined ? free : JSON.parse(row.value)
        const { lease, has } = changedLease({ ...stored, until: stored.until - shift }, request)
        if (lease !== undefined) {
          const value = JSON.stringify({ ...lease, until: lease.until + shift })
          yield* change(sql`update ${tables.settings} set value = ${value} where key = ${key} and value <> ${value}`)
        }
        return has
      }),
  }
}
