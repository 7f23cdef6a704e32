import { walkTenants } from '../../core/test/tenants/walk.ts'
import { sqliteStore } from '../src/index.ts'

walkTenants(async () => sqliteStore({ filename: ':memory:' }))
