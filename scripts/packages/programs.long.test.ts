import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type FaultySmtpServer, faultySmtpServer } from '../../packages/core/src/testing/index.ts'
import { type PostgresServer, postgresServer } from '../../packages/store-postgres/test/postgres-server.ts'
import { createProject, type Project } from './create-project.ts'
import { nodeVersions } from './nodes.ts'
import { asCommonJs, asModule, mainBlock, readme } from './readme.ts'

const forms = [
  { kind: 'ESM', extension: 'mjs', write: asModule },
  { kind: 'CommonJS', extension: 'cjs', write: asCommonJs },
]

describe.for(['core', 'store-sqlite', 'store-kysely'])('the program in the README of %s', (name) => {
  const page = readme(`packages/${name}/README.md`)
  const block = mainBlock(page)

  it.for(nodeVersions)('prints on Node %s what it says, as ESM and as CommonJS', async (node) => {
    const smtp = await faultySmtpServer()
    const project = await createProject({ node, packages: page.install(), tarballs: inject('tarballs') })
    try {
      for (const { kind, extension, write } of forms) {
        project.write(`${kind}/program.${extension}`, write(block))
        const program = project.start(`${kind}/program.${extension}`, { SMTP_URL: smtp.url })
        const code = await program.ended
        expect(program.printed().trimEnd(), kind).toBe(block.prints)
        expect(code).toBe(0)
      }
    } finally {
      project.remove()
      await smtp.close()
    }
  })
})

/** Sends one campaign by the installation that a README exports, and ends as a server does. */
const driver = (file: string) => `
import { sillage } from './${file}'
sillage.on('campaign.completed', ({ data: { counts } }) => {
  console.log(\`sent \${counts.sent} of \${counts.total}\`)
  process.listenerCount('SIGTERM') > 0 ? process.kill(process.pid, 'SIGTERM') : sillage.close()
})
await sillage.campaigns.create({
  name: 'Fleet', subject: 'Hello', html: '<p>Hello</p>', recipients: [{ email: 'grace@example.org' }],
})
`

describe.for(['store-postgres', 'queue-pg-boss'])('the program in the README of %s', (name) => {
  const page = readme(`packages/${name}/README.md`)
  let server: PostgresServer
  let smtp: FaultySmtpServer
  beforeAll(async () => {
    server = await postgresServer()
    smtp = await faultySmtpServer()
  })
  afterAll(async () => {
    await smtp?.close()
    await server?.remove()
  })

  it.for(nodeVersions)('sends a campaign through PostgreSQL and ends, on Node %s', async (node) => {
    const project = await createProject({ node, packages: page.install(), tarballs: inject('tarballs') })
    try {
      project.write('program.mjs', asModule(mainBlock(page)))
      project.write('driver.mjs', driver('program.mjs'))
      const program = project.start('driver.mjs', { SMTP_URL: smtp.url, DATABASE_URL: server.url })
      const code = await program.ended
      expect(program.printed().trimEnd()).toBe('sent 1 of 1')
      expect(code).toBe(0)
    } finally {
      project.remove()
    }
  })
})

describe('a stranger', () => {
  let project: Project
  beforeAll(async () => {
    const packages = ['@sillage/core', '@sillage/adapter-express', '@sillage/ui-elements', 'express']
    project = await createProject({ node: '24', packages, tarballs: inject('tarballs') })
  })
  afterAll(() => project?.remove())

  it('gets no optional peer that was not requested', async () => {
    for (const name of ['react', '@types/react', 'vue', 'svelte', '@types/express'])
      expect(existsSync(join(project.folder, 'node_modules', name)), name).toBe(false)
    await project.run('npm', 'ls', '--all')
  })

  it('imports every entry of every package, by import and by require', async () => {
    const entries = [
      'core',
      'core/http',
      'core/store',
      'core/feedback',
      'core/judge',
      'core/browser',
      'core/client',
      'core/testing',
      'core/webhooks',
      'adapter-express',
      'ui-elements',
    ]
    const names = JSON.stringify(entries.map((entry) => `@sillage/${entry}`))
    const count = `(names) => names.map((name) => Object.keys(name).length > 0)`
    project.write(
      'all.mjs',
      `console.log((${count})(await Promise.all(${names}.map((name) => import(name)))).every(Boolean))`,
    )
    project.write('all.cjs', `console.log((${count})(${names}.map((name) => require(name))).every(Boolean))`)
    expect(await project.run('node', 'all.mjs')).toBe('true\n')
    expect(await project.run('node', 'all.cjs')).toBe('true\n')
    await expect(project.run('node', '--conditions=sillage-source', 'all.mjs')).resolves.toBe('true\n')
  })
})
