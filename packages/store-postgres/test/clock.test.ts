import { onTestFinished, test } from 'vitest'
import { jumps, sendsOnAfterJump } from '../../store-kysely/test/clock/set-clock.ts'
import { postgresStore } from '../src/index.ts'
import { testDatabase } from './test-database.ts'

test('the clock is set amid a campaign, either way: each recipient is mailed, once', async () => {
  const database = await testDatabase()
  onTestFinished(() => database.close())
  const open = () => postgresStore({ connectionString: database.url, schema: database.schema() })
  await Promise.all(jumps.map((jump) => sendsOnAfterJump(open(), jump)))
})
