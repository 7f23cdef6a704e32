import type { InputTable, InputType, InputValue, StatementDialect } from '@sillage/store-kysely'
import { join, raw, sql } from '@sillage/store-kysely/thread'

/** What is SQLite's own: rows as a JSON parameter, the caller's clock, locks that the transaction has already. */
export const sqliteStatements: StatementDialect = {
  name: 'sqlite',
  schema: undefined,
  // 250 rows of a plan are 3 to 4 ms; the engine lets the event loop turn between statements.
  rowsPerStatement: 250,
  inputTable,
  // A statement for each row: reading 14 columns out of JSON took 8 µs a row, and binding them takes 1.
  forEachRow: (columns, rows, write) => {
    const names = Object.keys(columns) as (keyof typeof columns)[]
    const values = Object.fromEntries(names.map((name, index) => [name, raw(`?${index}`)]))
    const { sql: text } = write(values as Parameters<typeof write>[0], raw('where'))
    // The driver takes numbered placeholders for names; so each becomes a plain one, and its value comes where it
    // stands.
    const order = [...text.matchAll(/\?(\d+)/g)].map(([, index]) => names[Number(index)] as keyof typeof columns)
    const each = rows.map((row) => order.map((name) => row[name]))
    return { sql: text.replace(/\?\d+/g, '?'), parameters: [], each }
  },
  // `cross join` keeps the order: it began with the events by their type here, and a group cost 40 ms where there were
  // 20,000.
  besideEach: (input, table, alias, condition) => sql`${input} cross join ${table} as ${raw(alias)} where ${condition}`,
  shift: () => raw('0'),
  ownClock: false,
  indexesNamed: true,
  lock: raw(''),
  lockFree: raw(''),
  // Of a comparison of rows it would use the first column only, where the second is the row's own key.
  afterId: (column, value, id) => sql`${column} = ${value} and id > ${id}`,
  // For the same reason a range for each column: those equal in all columns but the last first, the widest at the end.
  afterPlace: (place, falling) =>
    place
      .map(([column, value], index) => {
        const equal = place.slice(0, index).map(([before, its]) => sql`${before} = ${its} and`)
        return sql`${join(equal, ' ')} ${column} ${raw(falling ? '<' : '>')} ${value}`
      })
      .reverse(),
  amongFew: (ids) => sql`in (${ids})`,
  types: { id: 'integer primary key autoincrement', integer: 'integer', text: 'text', key: 'text', bytes: 'blob' },
  bytesOf: (value) => Buffer.from(value as Uint8Array),
  // BEGIN IMMEDIATE keeps everybody else out.
  takeTurns: () => [],
  writersOf: () => undefined,
  migrationLock: [],
  newSchema: [],
  // In seconds: milliseconds came with 3.42, and a host's own SQLite may be older.
  now: raw(`(cast(strftime('%s', 'now') as integer) * 1000)`),
  server: raw(`('SQLite ' || sqlite_version())`),
  // Its rights are those of the file.
  deniedRights: () => raw(`select '' as denied where 1 = 0`),
  // A table that never had a row has no entry yet.
  advanceId: (table, count) => [
    sql`insert into sqlite_sequence (name, seq) select ${table}, 0
      where not exists (select 1 from sqlite_sequence where name = ${table})`,
    sql`update sqlite_sequence set seq = seq + ${count} where name = ${table}`,
  ],
}

function inputTable<Column extends string>(columns: Readonly<Record<Column, InputType>>): InputTable<Column> {
  const names = Object.keys(columns) as Column[]
  const [only] = names
  if (names.length === 1 && only !== undefined) {
    const text = `(select json_each.value as "${only}" from json_each(?)) as v`
    return { of: (rows) => ({ sql: text, parameters: [JSON.stringify(rows.map((row) => row[only]))] }) }
  }
  const one = names.map((name) => `? as "${name}"`).join(', ')
  const picks = names.map((name, index) => `json_each.value ->> ${index} as "${name}"`).join(', ')
  return {
    of: (rows: readonly Readonly<Record<Column, InputValue>>[]) => {
      const [row] = rows
      if (rows.length === 1 && row !== undefined)
        return { sql: `(select ${one}) as v`, parameters: names.map((name) => row[name]) }
      const lists = rows.map((row) => names.map((name) => row[name]))
      return { sql: `(select ${picks} from json_each(?)) as v`, parameters: [JSON.stringify(lists)] }
    },
  }
}
