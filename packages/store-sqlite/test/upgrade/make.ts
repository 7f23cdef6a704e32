// Writes fixtures/<version>.sql and .json: a small database as the code of today makes it, and what is read of it.
// node --conditions=sillage-source packages/store-sqlite/test/upgrade/make.ts
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableNames } from '@sillage/store-kysely'
import Database from 'better-sqlite3'
import { writeStory } from '../../../store-kysely/test/upgrade/story.ts'
import manifest from '../../package.json' with { type: 'json' }
import { sqliteSchemaSql, sqliteStore } from '../../src/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'sillage-upgrade-'))
const filename = join(folder, 'campaigns.db')
const figures = await writeStory(sqliteStore({ filename }))
const database = new Database(filename)
const rows = tableNames
  .filter((name) => name !== 'email_migrations')
  .flatMap((name) => {
    const columns = (database.pragma(`table_info(${name})`) as { name: string }[]).map(({ name }) => `"${name}"`)
    const values = columns.map((column) => `quote(${column})`).join(` || ', ' || `)
    const lines = database.prepare(`select ${values} from ${name}`).pluck().all()
    return lines.map((line) => `insert into ${name} (${columns.join(', ')}) values (${line});\n`)
  })
database.close()
rmSync(folder, { recursive: true })
const path = join(import.meta.dirname, 'fixtures', manifest.version)
writeFileSync(`${path}.sql`, `${sqliteSchemaSql()}\n${rows.join('')}`)
writeFileSync(`${path}.json`, `${JSON.stringify(figures, null, 2)}\n`)
