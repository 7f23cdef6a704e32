import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

test.each([
  ['the test server', './postgres-server.ts'],
  ['the example', '../../../examples/express-postgres/src/embedded-postgres.ts'],
])('a program that loads the embedded PostgreSQL of %s ends with the code it has set', async (_whose, file) => {
  const program = `await import(${JSON.stringify(import.meta.resolve(file))}); process.exitCode = 3`
  const child = spawn(process.execPath, ['--conditions=sillage-source', '--input-type=module', '--eval', program])
  expect(await once(child, 'exit')).toEqual([3, null])
})
