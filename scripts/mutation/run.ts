// npm run test:mutation [-- path …]: puts small faults into files of one package, one at a time, and says which none of
// its tests noticed. A path is a folder or a file; without one, all rooms of the core are meant, which takes days. With
// `--part 40` one window of twelve lines in 40 is tried, the same ones each time. What was run before and did not
// change is not run again.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { askedFor, type Mutant, survivorsOf, tableOf } from './report.ts'
import { windowsOf } from './windows.ts'

const { values, positionals: paths } = parseArgs({
  options: { part: { type: 'string' } },
  allowPositionals: true,
})
const every = values.part === undefined ? undefined : Number(values.part)
if (every !== undefined && (!Number.isInteger(every) || every < 1))
  refuse(`--part: expected a whole number of 1 or more, got ${values.part}`)
const given = paths.length > 0 ? paths : ['packages/core/src']
const packages = new Set(given.map((path) => /^packages\/([^/]+)\/src(\/|$)/.exec(path)?.[1]))
const [folder] = packages
if (packages.size !== 1 || folder === undefined || !given.every((path) => existsSync(path)))
  refuse(`expected files or folders below packages/<one>/src, got ${given.join(', ')}`)

const sources = given
  .flatMap((path) => (statSync(path).isDirectory() ? globSync(`${path}/**/*.ts`) : path))
  .filter((file) => !file.endsWith('.test.ts') && !file.startsWith('packages/core/src/testing/'))
  .sort()
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').length
const mutate = every === undefined ? sources : sources.flatMap((file) => windowsOf(file, linesOf(file), every))

const stryker = join(
  dirname(createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json')),
  'bin/stryker.js',
)
const { status } = spawnSync(
  process.execPath,
  [stryker, 'run', 'scripts/mutation/stryker.config.mjs', '--mutate', mutate.join(',')],
  { stdio: 'inherit', env: { ...process.env, MUTATED: folder } },
)
if (status !== 0) process.exit(status ?? 1)

const report = JSON.parse(readFileSync('.tools/mutation/report.json', 'utf8')) as {
  files: Record<string, { source: string; mutants: Mutant[] }>
}
const files = askedFor(report.files, mutate)
process.stdout.write(`${tableOf(files)}\n\n${survivorsOf(files)}\n`)

function refuse(message: string): never {
  process.stderr.write(`test:mutation: ${message}\n`)
  process.exit(2)
}
