// Type-checks every package by its own tsconfig (Node and browser code see different globals).
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'

const projects = globSync([
  'packages/*/tsconfig.json',
  'packages/*/src/*/tsconfig.json',
  'examples/*/tsconfig.json',
  'bench/tsconfig.json',
  'scripts/tsconfig.json',
]).filter(existsSync)
let failed = 0
for (const project of projects) {
  const { status } = spawnSync('tsc', ['-p', project, '--noEmit'], { stdio: 'inherit' })
  if (status !== 0) {
    failed++
    process.stderr.write(`types: ${project} has errors\n`)
  }
}
process.stdout.write(`types: ${projects.length - failed} of ${projects.length} projects clean\n`)
process.exit(failed === 0 ? 0 : 1)
