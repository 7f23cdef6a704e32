import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { type FaultySmtpServer, faultySmtpServer } from '../../packages/core/src/testing/index.ts'
import { type PostgresServer, postgresServer } from '../../packages/store-postgres/test/postgres-server.ts'
import { freePort } from '../docs/free-port.ts'
import { createProject, type Project } from './create-project.ts'
import { ADMIN_KEY, useApp } from './use-app.ts'

/** The app as it is written needs a Node that reads TypeScript. */
const node = '24'
let smtp: FaultySmtpServer
beforeAll(async () => {
  smtp = await faultySmtpServer()
})
afterAll(() => smtp?.close())

describe.for([
  { framework: 'express', database: 'sqlite', types: ['@types/express'] },
  { framework: 'express', database: 'postgres', types: ['@types/express'] },
  { framework: 'fastify', database: 'sqlite', types: [] },
  { framework: 'fastify', database: 'postgres', types: [] },
])('the app that sillage init writes for $framework and $database', ({ framework, database, types }) => {
  let project: Project
  let postgres: PostgresServer | undefined
  beforeAll(async () => {
    if (database === 'postgres') postgres = await postgresServer()
    const ours = ['core', 'cli', 'ui-elements', `adapter-${framework}`, `store-${database}`]
    const packages = [...ours.map((name) => `@sillage/${name}`), framework, 'typescript', '@types/node@24', ...types]
    project = await createProject({ node, packages, tarballs: inject('tarballs'), manifest: { type: 'module' } })
  })
  afterAll(async () => {
    project?.remove()
    await postgres?.remove()
  })

  it('has its types right, needs what it names, sends a campaign, and is well as far as the doctor can know', async () => {
    const words = ['init', '--framework', framework, '--database', database, '--json']
    const { kept, install, installDev } = JSON.parse(await project.run('sillage', ...words))
    expect(kept).toEqual(['package.json'])
    const asked = [...install, ...installDev].map((word: string) => word.slice(0, word.indexOf('@', 1)))
    const installed = JSON.parse(await project.run('npm', 'ls', '--json', '--depth=0')).dependencies
    expect(Object.keys(installed).sort()).toEqual(asked.sort())
    await project.run('tsc')

    const port = await freePort()
    const MAIL_URL = `http://localhost:${port}/mail`
    const env = { PORT: `${port}`, SMTP_URL: smtp.url, MAIL_URL, ADMIN_KEY, DATABASE_URL: postgres?.url ?? '' }
    project.write('.env', variables(env))
    expect(await project.run('sillage', 'migrate')).toContain('are made:')
    const program = project.start('app.ts', env)
    try {
      await vi.waitFor(() => expect(program.printed()).toContain(`http://localhost:${port}/mail/ui`), {
        timeout: 60_000,
      })
      await create(port)
      expect(await useApp(program, smtp, port)).toMatchObject({
        stats: { sent: 1, opens: { unique: 1 }, clicks: { unique: 1 } },
        strangerStatus: 403,
      })
      const page = await fetch(`http://localhost:${port}/mail/ui`)
      expect(page.status).toBe(200)
      const doctor = await project.run('sillage', 'doctor', '--json').catch((error: Error) => error.message)
      const levels = levelsIn(doctor)
      expect(levels).toMatchObject({
        ...{ database: 'ok', tables: 'ok', clock: 'ok', mount: 'ok', 'one-click': 'ok', smtp: 'ok' },
        'base-url': 'warning',
      })
    } finally {
      await program.stop()
    }
  })
})

const variables = (env: Record<string, string>): string =>
  Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

async function create(port: number): Promise<void> {
  const response = await fetch(`http://localhost:${port}/mail/api/campaigns`, {
    method: 'POST',
    headers: { 'x-admin-key': ADMIN_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'First',
      subject: 'Hello',
      html: '<p><a href="https://example.org/news">News</a></p>',
      recipients: [{ email: 'zoe@example.net' }],
    }),
  })
  expect(response.status).toBe(201)
}

/** The level of each check in the doctor's answer, which may stand in what a command printed before it failed. */
function levelsIn(printed: string): Record<string, string> {
  const json = printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1)
  const { findings } = JSON.parse(json) as { findings: { check: string; level: string }[] }
  return Object.fromEntries(findings.map(({ check, level }) => [check, level]))
}
