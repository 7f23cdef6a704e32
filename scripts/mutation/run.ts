// npm run test:mutation [-- path …]: puts small faults into files of the core, one at a time, and says which no test
// noticed. A path is a folder or a file; without one, all rooms of the core are meant, which takes long. What was
// run before and did not change is not run again.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Mutant, survivorsOf, tableOf } from './report.ts'

const paths = process.argv.slice(2)
const unknown = paths.filter((path) => !existsSync(path) || !path.startsWith('packages/core/src'))
if (unknown.length > 0) {
  process.stderr.write(`test:mutation: expected files or folders below packages/core/src, got ${unknown.join(', ')}\n`)
  process.exit(2)
}
const sources = (paths.length > 0 ? paths : ['packages/core/src']).map((path) =>
  statSync(path).isDirectory() ? join(path, '**/*.ts') : path,
)
const mutate = [...sources, '!**/*.test.ts', '!packages/core/src/testing/**']

const stryker = join(
  dirname(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json')),
  'bin/stryker.js',
)
const { status } = spawnSync(
  process.execPath,
  [stryker, 'run', 'scripts/mutation/stryker.config.mjs', '--mutate', mutate.join(',')],
  { stdio: 'inherit' },
)
if (status !== 0) process.exit(status ?? 1)

const report = JSON.parse(readFileSync('.tools/mutation/report.json', 'utf8')) as {
  files: Record<string, { source: string; mutants: Mutant[] }>
}
process.stdout.write(`${tableOf(report.files)}\n\n${survivorsOf(report.files)}\n`)
