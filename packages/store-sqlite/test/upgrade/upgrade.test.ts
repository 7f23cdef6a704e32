import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { storyGoesOn } from '../../../store-kysely/test/upgrade/story-goes-on.ts'
import { sqliteStore } from '../../src/index.ts'

const fixtures = join(import.meta.dirname, 'fixtures')
const releases = globSync('*.sql', { cwd: fixtures }).map((file) => file.slice(0, -'.sql'.length))

it.for(releases)('a database of %s is read, and goes on', async (release) => {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-upgrade-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const filename = join(folder, 'campaigns.db')
  const database = new Database(filename)
  // References are those of the database they came from; in which order they are written says nothing.
  database.pragma('foreign_keys = OFF')
  database.exec(readFileSync(join(fixtures, `${release}.sql`), 'utf8'))
  database.close()
  await storyGoesOn(sqliteStore({ filename }), JSON.parse(readFileSync(join(fixtures, `${release}.json`), 'utf8')))
})

it('has a database of a release', () => expect(releases).not.toEqual([]))
