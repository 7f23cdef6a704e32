import { changedLease, type Lease, type SettingsStore } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { prepared } from '../prepared.ts'
import { part } from '../query-parts.ts'
import { change, first } from '../work.ts'

export function settingsStore({ engine, db, dialect }: SqlContext): SettingsStore {
  const setting = prepared((key: string) => db.selectFrom('email_settings').select('value').where('key', '=', key))
  const insert = (key: string, value: string) => db.insertInto('email_settings').values({ key, value })
  const putIfAbsent = prepared((key: string, value: string) =>
    insert(key, value).onConflict((on) => on.column('key').doNothing()),
  )
  const put = prepared((key: string, value: string) =>
    insert(key, value).onConflict((on) => on.column('key').doUpdateSet({ value: ({ ref }) => ref('excluded.value') })),
  )
  return {
    async get(key) {
      const row = await engine.read(() => first(setting(key)))
      return row?.value
    },
    getOrPut: (key, value) =>
      engine.write(function* () {
        yield* change(putIfAbsent(key, value))
        const row = yield* first(setting(key))
        return row?.value ?? value
      }),
    async put(key, value) {
      await engine.write(() => change(put(key, value)))
    },
    lease: (name, request) =>
      engine.write(function* () {
        const key = `lease:${name}`
        const free: Lease = { holder: '', until: 0 }
        // A row first, so that there is something to lock.
        yield* change(putIfAbsent(key, JSON.stringify(free)))
        const row = yield* first(
          db
            .selectFrom('email_settings')
            .select(['value', part<number>(dialect.shift(request.now)).as('shift')])
            .where('key', '=', key)
            .modifyEnd(part(dialect.lock)),
        )
        const shift = row?.shift ?? 0
        const stored: Lease = row === undefined ? free : JSON.parse(row.value)
        const { lease, has } = changedLease({ ...stored, until: stored.until - shift }, request)
        if (lease !== undefined) {
          const value = JSON.stringify({ ...lease, until: lease.until + shift })
          yield* change(
            db.updateTable('email_settings').set({ value }).where('key', '=', key).where('value', '<>', value),
          )
        }
        return has
      }),
  }
}
