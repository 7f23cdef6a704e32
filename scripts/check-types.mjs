// Type-checks every package by its own tsconfig (Node and browser code see different globals).
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { distinctFaults } from './distinct-faults.ts'

const projects = globSync([
  'packages/*/tsconfig.json',
  'packages/*/src/*/tsconfig.json',
  'examples/*/tsconfig.json',
  'bench/tsconfig.json',
  'scripts/tsconfig.json',
]).filter(existsSync)
const outputs = new Map()
for (const project of projects) {
  const { status, stdout, error } = spawnSync('tsc', ['-p', project, '--noEmit', '--pretty', 'false'], {
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (error !== undefined) throw error
  if (status === 0) continue
  outputs.set(project, stdout)
  process.stderr.write(`types: ${project} has errors\n`)
}
for (const fault of distinctFaults(outputs)) process.stderr.write(`${fault}\n`)
process.stdout.write(`types: ${projects.length - outputs.size} of ${projects.length} projects clean\n`)
process.exit(outputs.size === 0 ? 0 : 1)
