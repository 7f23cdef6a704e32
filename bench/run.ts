// npm run bench [-- name …] [--quick]: runs the benchmarks of this folder, all of them when none is named.
import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { type Bench, formatTable } from './table.ts'

const folder = new URL('./', import.meta.url)
const helpers = new Set(['run.ts', 'table.ts'])
const available = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !helpers.has(file))
  .map((file) => file.slice(0, -'.ts'.length))

const words = process.argv.slice(2)
const quick = words.includes('--quick')
const named = words.filter((word) => !word.startsWith('--'))
const unknown = named.filter((name) => !available.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`bench: expected names among ${available.join(', ')}, got ${unknown.join(', ')}\n`)
  process.exit(2)
}

process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n\n`)
for (const name of named.length > 0 ? named : available) {
  const module: Record<string, unknown> = await import(new URL(`${name}.ts`, folder).href)
  if (typeof module.run !== 'function') continue
  const tables = await (module.run as Bench)({ quick })
  for (const table of tables) process.stdout.write(`${formatTable(table)}\n`)
}
