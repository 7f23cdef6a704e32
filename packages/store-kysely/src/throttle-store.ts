import { checkLimits, reserveSlots, type ThrottleStore } from '@sillage/core/store'
import type { SqlContext } from './context.ts'
import type { InputType } from './dialect.ts'
import { createServerClock } from './server-clock.ts'
import { raw, sql } from './sql.ts'
import { change, rows } from './work.ts'

interface ThrottleRow {
  key: string
  next_at_1024: number
  held_until: number
  /** What to add to the caller's time to get the stored one. */
  shift: number
}

/** As fine as slots are computed; whole numbers, so that nothing is rounded on the way to the database and back. */
const GRID = 1024
const columns = { key: 'text', next_at: 'integer', held: 'integer' } as const satisfies Record<string, InputType>

export function throttleStore({ engine, dialect, tables }: SqlContext): ThrottleStore {
  const serverClock = createServerClock()
  return {
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
      const stored = (time: number) => sql`cast(${Math.ceil(time)} as bigint) + ${dialect.shift(now)}`
      await engine.write(() =>
        change(sql`insert into ${tables.throttles} as t (key, next_at_1024, held_until)
          values (${key}, (${stored(now)}) * ${GRID}, ${stored(until)})
          on conflict (key) do update set next_at_1024 = ${later('next_at_1024')}, held_until = ${later('held_until')}`),
      )
    },

    prune: (before) =>
      engine.write(() =>
        change(sql`delete from ${tables.throttles} where next_at_1024 <= (cast(${before} as bigint) + ${dialect.shift(Date.now())}) * ${GRID}
          and held_until <= cast(${before} as bigint) + ${dialect.shift(Date.now())}`),
      ),
  }
}

/** What a row had, or its new value, whichever is later. */
const later = (column: string) =>
  raw(`case when t.${column} < excluded.${column} then excluded.${column} else t.${column} end`)

const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1)
