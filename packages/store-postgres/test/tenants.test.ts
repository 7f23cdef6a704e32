import { afterAll, beforeAll } from 'vitest'
import { walkTenants } from '../../core/test/tenants/walk.ts'
import { postgresStore } from '../src/index.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

let database: TestDatabase
let schema: string
beforeAll(async () => {
  database = await testDatabase()
  schema = database.schema()
  await postgresStore({ pool: database.pool, schema }).migrate()
}, 60_000)
afterAll(() => database.close())

walkTenants(async () => {
  await database.empty(schema)
  return postgresStore({ pool: database.pool, schema })
})
