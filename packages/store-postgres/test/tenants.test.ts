import { walkTenants } from '../../core/test/tenants/walk.ts'
import { emptiedStores } from './test-database.ts'

walkTenants(emptiedStores().open)
