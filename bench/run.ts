// npm run bench [-- name …] [--quick]: runs the benchmarks of this folder, all of them when none is named, and prints a
// table of all ratios. A whole run writes RESULTS.md. A quick one checks whether everything still works: it fails when
// a result is wrong, never because it is slow.
import { fork } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { answerOf } from './answer-of.ts'
import { type BenchResult, machine, summaryOf, writeResults } from './results.ts'
import { type BenchTable, formatTable } from './table.ts'

const folder = new URL('./', import.meta.url)
const helpers = new Set(['answer-of.ts', 'results.ts', 'run-one.ts', 'run.ts', 'table.ts'])
const available = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !helpers.has(file))
  .map((file) => file.slice(0, -'.ts'.length))

const words = process.argv.slice(2)
const quick = words.includes('--quick')
const named = words.filter((word) => word !== '--quick')
const unknown = named.filter((name) => !available.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`bench: expected --quick or names among ${available.join(', ')}, got ${unknown.join(', ')}\n`)
  process.exit(2)
}

process.stdout.write(`${machine()}\n\n`)
const results: BenchResult[] = []
const failed: string[] = []
for (const name of named.length > 0 ? named : available) {
  const started = performance.now()
  const bench = fork(new URL('run-one.ts', folder), [name, quick ? 'quick' : 'whole'])
  try {
    const tables = await answerOf<BenchTable[]>(bench)
    for (const table of tables) process.stdout.write(`${formatTable(table)}\n`)
    results.push({ name, tables })
  } catch (error) {
    failed.push(name)
    process.stderr.write(`bench: ${name} failed: ${error instanceof Error ? error.message : String(error)}\n`)
  }
  process.stderr.write(`bench: ${name} took ${((performance.now() - started) / 1000).toFixed(0)} s\n`)
}
process.stdout.write(formatTable(summaryOf(results)))
if (failed.length > 0) process.stderr.write(`bench: ${failed.join(', ')} failed\n`)
else if (!quick && named.length === 0) writeResults(results, new Date())
process.exitCode = failed.length === 0 ? 0 : 1
