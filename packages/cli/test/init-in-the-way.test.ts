import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { databases, frameworks } from '../src/init/choices.ts'
import { runHere, runNode } from './run-sillage.ts'

vi.setConfig({ testTimeout: 60_000 })

/** What the code of the guides imports, which is all that an app of `init` does. */
const modules = fileURLToPath(new URL('../../../docs/node_modules', import.meta.url))
/** Ends each connection at once, and takes its port from whoever wants it. */
const server = createServer((socket) => socket.destroy())
const folderOf = (framework: string, database: string): string => `${framework}-${database}`
let cwd: string
let port: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sillage-init-'))
  await symlink(modules, join(cwd, 'node_modules'), 'junction')
  await once(server.listen(0), 'listening')
  for (const framework of frameworks)
    for (const database of databases) {
      const folder = folderOf(framework, database)
      const { code } = await runHere(['init', folder, '--framework', framework, '--database', database], cwd)
      expect(code).toBe(0)
    }
  port = String((server.address() as { port: number }).port)
})
afterAll(async () => {
  server.close()
  await rm(cwd, { recursive: true })
})

// A store waits some seconds for its database: both apps do at the same time.
it.concurrent.each(frameworks)('an app of %s ends with one line where its database is away', async (framework) => {
  const folder = join(cwd, folderOf(framework, 'postgres'))
  const env = { DATABASE_URL: 'postgres://127.0.0.1:1/app', PORT: '0' }
  expect(await runNode(['app.ts'], { cwd: folder, env })).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/^The app cannot start\. PostgreSQL cannot be reached \(ECONNREFUSED\): check .+\n$/),
  })
})

// What the installation refuses comes by one way in both apps.
it.concurrent.each([
  ['fastify', 'sqlite', 'PORT', 'x', 'port should be'],
  ['express', 'sqlite', 'PORT', 'x', 'port should be'],
  ['express', 'postgres', 'DATABASE_URL', 'localhost/app', 'connectionString: '],
  ['express', 'sqlite', 'SMTP_URL', 'localhost:1025', ' for smtpTransport, '],
  ['express', 'sqlite', 'MAIL_URL', '/mail', 'baseUrl: '],
  ['fastify', 'sqlite', 'MAIL_FROM', 'Ada', 'from: '],
] as const)('an app of %s on %s ends with one line where %s is %s', async (framework, database, name, value, words) => {
  const folder = join(cwd, folderOf(framework, database))
  expect(await runNode(['app.ts'], { cwd: folder, env: { [name]: value } })).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(new RegExp(`^The app cannot start\\. .*${words}.*\\n$`)),
  })
})

it.each(frameworks)('an app of %s ends with one line where its port is taken', async (framework) => {
  const folder = join(cwd, folderOf(framework, 'sqlite'))
  expect(await runNode(['app.ts'], { cwd: folder, env: { PORT: port } })).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/^The app cannot start\. listen EADDRINUSE: .+\n$/),
  })
})
