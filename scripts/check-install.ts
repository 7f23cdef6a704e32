// Counts the packages that an app of the README brings along. What they weigh, and how many files a start reads, is
// measured on the packed packages, by scripts/packages/install.long.test.ts.
import { join } from 'node:path'
import { budget, smallest } from './packages/install-budget.ts'
import { withDependencies } from './with-dependencies.ts'

const app = join(import.meta.dirname, '../examples/express-host')
const { length } = withDependencies(smallest, app)
const within = length <= budget.packages
process.stdout.write(`an app: ${length} packages, ${within ? 'within' : 'OVER'} ${budget.packages}\n`)
process.exitCode = within ? 0 : 1
