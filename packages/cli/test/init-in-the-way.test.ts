import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { frameworks } from '../src/init/choices.ts'
import { runHere, runNode } from './run-sillage.ts'

vi.setConfig({ testTimeout: 60_000 })

/** What the code of the guides imports, which is all that an app of `init` does. */
const modules = fileURLToPath(new URL('../../../docs/node_modules', import.meta.url))
/** Ends each connection at once, and takes its port from whoever wants it. */
const server = createServer((socket) => socket.destroy())
let cwd: string
let port: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sillage-init-'))
  await symlink(modules, join(cwd, 'node_modules'), 'junction')
  await once(server.listen(0), 'listening')
  port = String((server.address() as { port: number }).port)
})
afterAll(async () => {
  server.close()
  await rm(cwd, { recursive: true })
})

const written = async (framework: string, database: string): Promise<string> => {
  const folder = `${framework}-${database}`
  const { code } = await runHere(['init', folder, '--framework', framework, '--database', database], cwd)
  expect(code).toBe(0)
  return join(cwd, folder)
}

// A store waits some seconds for its database: both apps do at the same time.
it.concurrent.each(frameworks)('an app of %s ends with one line where its database is away', async (framework) => {
  const folder = await written(framework, 'postgres')
  const env = { DATABASE_URL: 'postgres://127.0.0.1:1/app', PORT: '0' }
  expect(await runNode(['app.ts'], { cwd: folder, env })).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/^The app cannot start\. PostgreSQL cannot be reached \(ECONNREFUSED\): check .+\n$/),
  })
})

it.each(frameworks)('an app of %s ends with one line where its port is taken', async (framework) => {
  const folder = await written(framework, 'sqlite')
  expect(await runNode(['app.ts'], { cwd: folder, env: { PORT: port } })).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/^The app cannot start\. listen EADDRINUSE: .+\n$/),
  })
})
