import { checkLimits, reserveSlots, type ThrottleStore } from '@sillage/core/store'
import { expressionBuilder, type OnConflictDatabase, type OnConflictTables, type Selectable } from 'kysely'
import type { SqlContext } from './context.ts'
import type { InputType } from './dialect.ts'
import { storedTime } from './query-parts.ts'
import type { Schema } from './schema.ts'
import { createServerClock } from './server-clock.ts'
import { sql } from './sql.ts'
import { change, rows } from './work.ts'

type Throttles = 'email_throttles'

interface ThrottleRow extends Selectable<Schema[Throttles]> {
  /** What to add to the caller's time to get the stored one. */
  shift: number
}

/** As fine as slots are computed; whole numbers, so that nothing is rounded on the way to the database and back. */
const GRID = 1024
const columns = { key: 'text', next_at: 'integer', held: 'integer' } as const satisfies Record<string, InputType>

export function throttleStore({ engine, db, dialect, tables }: SqlContext): ThrottleStore {
  const serverClock = createServerClock()
  return {
    // Templates, because a sender runs these three for each few messages, each tens of µs more by the query builder
    // (`sql.ts` has the figures).
    async reserve(request) {
      checkLimits(request.limits)
      if (request.limits.length === 0) return reserveSlots({ ...request, states: [] }).reservation
      const asked = performance.now()
      let shift = 0
      const reservation = await engine.write(function* () {
        // Missing rows first, in the order of keys, so that there is something to lock; then the locks, in the same
        // order.
        const fresh = request.limits.map(({ key }) => ({ key, next_at: 0, held: 0 })).sort(byKey)
        yield* change(sql`insert into ${tables.throttles} (key, next_at_1024, held_until)
          select key, next_at, held from ${dialect.inputTable(columns).of(fresh)} where true order by key
          on conflict (key) do nothing`)
        const keys = dialect.inputTable({ key: 'text' }).of(fresh)
        const sentAt = performance.now()
        const found = yield* rows<ThrottleRow>(sql`select key, next_at_1024, held_until,
            ${dialect.shift(request.now)} as shift from ${tables.throttles}
          where key in (select key from ${keys}) order by key ${dialect.lock}`)
        shift = found[0]?.shift ?? 0
        serverClock.read(request.now + shift, sentAt, performance.now())
        const byName = new Map(found.map((row) => [row.key, row]))
        const before = request.limits.map(({ key }) => {
          const row = byName.get(key)
          return { next: (row?.next_at_1024 ?? 0) / GRID - shift, heldUntil: (row?.held_until ?? 0) - shift }
        })
        // A caller that waited for the rows reads what others reserved after its own `now`: that is not the position
        // of a wrong clock.
        const readAt = request.now + Math.ceil(performance.now() - asked) + 1
        const { reservation, states } = reserveSlots({ ...request, readAt, states: before })
        const after = request.limits.flatMap(({ key }, index) => {
          const state = states[index]
          if (state === undefined || state.next === before[index]?.next) return []
          return { key, next_at: Math.ceil((state.next + shift) * GRID), held: state.heldUntil + shift }
        })
        if (after.length > 0) {
          yield* change(sql`update ${tables.throttles} as t set next_at_1024 = v.next_at, held_until = v.held
            from ${dialect.inputTable(columns).of(after)} where t.key = v.key`)
        }
        return reservation
      })
      if (!dialect.ownClock) return reservation
      // `now` was compared with the database's clock only when the rows were read: the time until then (a connection,
      // locks, a server that was down) is not a lead of the clock.
      const own = reservation.slots.map((slot) => request.now + serverClock.toOwn(slot + shift) - asked)
      return { ...reservation, slots: own }
    },

    async hold(key, { now, until }) {
      const stored = (time: number) => storedTime(dialect, Math.ceil(time), now)
      const hold = db
        .insertInto('email_throttles')
        .values({ key, next_at_1024: ({ eb }) => eb(stored(now), '*', GRID), held_until: stored(until) })
        .onConflict((on) =>
          on.column('key').doUpdateSet({ next_at_1024: later('next_at_1024'), held_until: later('held_until') }),
        )
      await engine.write(() => change(hold))
    },

    prune(before) {
      const stored = storedTime(dialect, before, Date.now())
      const idle = db
        .deleteFrom('email_throttles')
        .where('next_at_1024', '<=', ({ eb }) => eb(stored, '*', GRID))
        .where('held_until', '<=', stored)
      return engine.write(() => change(idle))
    },
  }
}

/** What a row had, or its new value, whichever is later. */
const later = (column: 'next_at_1024' | 'held_until') => {
  const eb = expressionBuilder<OnConflictDatabase<Schema, Throttles>, OnConflictTables<Throttles>>()
  const [was, given] = [eb.ref(`email_throttles.${column}`), eb.ref(`excluded.${column}`)]
  return eb.case().when(was, '<', given).then(given).else(was).end()
}

const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1)
