import { emptyTally } from '@sillage/core/store'
import { expect, test } from 'vitest'
import type { SqlParts } from '../context.ts'
import type { SqlDialect } from '../dialect.ts'
import { raw } from '../sql.ts'
import { tablesOf } from '../tables.ts'
import { updateFigures } from './store-events.ts'

/** Writes statements whose values are the names of their columns. */
const partsOf = (indexesNamed: boolean) =>
  ({
    tables: tablesOf({ schema: undefined }),
    dialect: {
      indexesNamed,
      rowsPerStatement: 2,
      forEachRow: (columns, rows, write) => {
        const values = Object.fromEntries(Object.keys(columns).map((name) => [name, raw(`:${name}`)]))
        const { sql } = write(values as Parameters<typeof write>[0], raw('where'))
        return { sql, parameters: rows.map(({ id }: Readonly<Record<string, unknown>>) => id) }
      },
    } satisfies Pick<SqlDialect, 'indexesNamed' | 'rowsPerStatement' | 'forEachRow'>,
  }) as unknown as SqlParts

const none = { flags: [] }
const unsubscribed = {
  at: 'unsubscribedAt',
  counter: 'unsubscribes',
  hourly: 'unsubscribed',
  time: 7,
  reason: 'other',
} as const
const bounced = { at: 'bouncedAt', counter: 'bounces', hourly: 'bounced', time: 7, reason: null } as const
const before = emptyTally()

const opened = { ...before, opens: 1, lastOpenAt: 5 }
const clicked = { ...opened, clicks: 1, lastClickAt: 6 }

test('one statement for each set of figures that changed, naming no other columns', () => {
  const written = updateFigures(partsOf(true), [
    { id: 1, before, after: opened, ...none },
    { id: 2, before, after: clicked, ...none },
    { id: 3, before, after: opened, ...none },
    { id: 4, before: opened, after: { ...opened, opens: 2 }, ...none },
    { id: 5, before: opened, after: { ...opened, machineOpens: 1 }, flags: [unsubscribed] },
    { id: 6, before: opened, after: opened, ...none },
  ])
  const opens = 'update email_deliveries as d set opens = :opens, last_open_at = :last_open_at where d.id = :id'
  expect(written.map(({ sql, parameters }) => [sql, parameters])).toEqual([
    [opens, [1, 3]],
    [opens, [4]],
    [opens.replace(' where', ', clicks = :clicks, last_click_at = :last_click_at where'), [2]],
    [
      `update email_deliveries as d set machine_opens = :machine_opens, machine_clicks = :machine_clicks,
        unsubscribed_at = coalesce(d.unsubscribed_at, :unsubscribed_at), unsubscribe_reason = coalesce(d.unsubscribe_reason, :unsubscribe_reason) where d.id = :id`.replace(
        /\s+/g,
        ' ',
      ),
      [5],
    ],
  ])
})

test('one statement for all messages, naming what changed in any of them, where that costs nothing', () => {
  const written = updateFigures(partsOf(false), [
    { id: 1, before, after: opened, ...none },
    { id: 2, before, after: clicked, flags: [bounced] },
    { id: 3, before: opened, after: opened, ...none },
  ])
  expect(written.map(({ sql, parameters }) => [sql, parameters])).toEqual([
    [
      `update email_deliveries as d set opens = :opens, last_open_at = :last_open_at, clicks = :clicks, last_click_at = :last_click_at,
        bounced_at = coalesce(d.bounced_at, :bounced_at) where d.id = :id`.replace(/\s+/g, ' '),
      [1, 2],
    ],
  ])
})
