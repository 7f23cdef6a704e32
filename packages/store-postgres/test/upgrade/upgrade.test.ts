import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { storyGoesOn } from '../../../store-kysely/test/upgrade/story-goes-on.ts'
import { postgresStore } from '../../src/index.ts'
import { testDatabase } from '../test-database.ts'

const fixtures = join(import.meta.dirname, 'fixtures')
const releases = globSync('*.sql', { cwd: fixtures }).map((file) => file.slice(0, -'.sql'.length))

it.for(releases)('a database of %s is read, and goes on', async (release) => {
  const database = await testDatabase({ own: true })
  onTestFinished(() => database.close())
  await database.pool.query(readFileSync(join(fixtures, `${release}.sql`), 'utf8'))
  const store = postgresStore({ connectionString: database.url })
  await storyGoesOn(store, JSON.parse(readFileSync(join(fixtures, `${release}.json`), 'utf8')))
})

it('has a database of a release', () => expect(releases).not.toEqual([]))
