// Writes fixtures/<version>.sql and .json: a small database as the code of today makes it, and what is read of it.
// node --conditions=sillage-source packages/store-postgres/test/upgrade/make.ts
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableNames } from '@sillage/store-kysely'
import pg from 'pg'
import { writeStory } from '../../../store-kysely/test/upgrade/story.ts'
import manifest from '../../package.json' with { type: 'json' }
import { postgresSchemaSql, postgresStore } from '../../src/index.ts'
import { postgresServer } from '../postgres-server.ts'

const server = await postgresServer()
const figures = await writeStory(postgresStore({ connectionString: server.url }))
const client = new pg.Client({ connectionString: server.url })
await client.connect()
const statements: string[] = []
for (const table of tableNames) {
  if (table === 'email_migrations') continue
  const { rows: columns } = await client.query<{ name: string; generated: string | null; sequence: string | null }>(
    `select column_name as name, nullif(is_generated, 'NEVER') as generated,
      pg_get_serial_sequence($1, column_name) as sequence
    from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  )
  const stored = columns.filter(({ generated }) => generated === null)
  const names = stored.map(({ name }) => `"${name}"`)
  const { rows } = await client.query<string[]>({
    text: `select ${names.map((name) => `coalesce(quote_literal(${name}::text), 'null')`)} from ${table}`,
    rowMode: 'array',
  })
  for (const row of rows)
    statements.push(`insert into ${table} (${names.join(', ')}) overriding system value values (${row.join(', ')});`)
  for (const { name, sequence } of stored)
    if (sequence !== null && rows.length > 0)
      statements.push(
        `select setval(pg_get_serial_sequence('${table}', '${name}'), (select max(${name}) from ${table}));`,
      )
}
await client.end()
await server.remove()
const path = join(import.meta.dirname, 'fixtures', manifest.version)
// References are those of the database they came from; in which order they are written says nothing.
const data = `set session_replication_role = replica;\n${statements.join('\n')}\nset session_replication_role = origin;\n`
writeFileSync(`${path}.sql`, `${postgresSchemaSql()}\n${data}`)
writeFileSync(`${path}.json`, `${JSON.stringify(figures, null, 2)}\n`)
