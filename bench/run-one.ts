// Runs one benchmark in a process of its own, so that no other's memory or heat is in its figures, and reports its
// result to the parent.
import type { Bench } from './table.ts'

const [name = '', length = ''] = process.argv.slice(2)
const { run }: { run: Bench } = await import(new URL(`${name}.ts`, import.meta.url).href)
const tables = await run({ quick: length === 'quick' })
process.send?.(tables, () => process.exit())
