import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type FaultySmtpServer, faultySmtpServer } from '../../packages/core/src/testing/index.ts'
import { freePort } from '../docs/free-port.ts'
import { createProject, type Project } from './create-project.ts'
import { type NodeVersion, nodeVersions } from './nodes.ts'
import { asCommonJs, asModule, mainBlock, readme } from './readme.ts'
import { ADMIN_KEY, useApp } from './use-app.ts'

interface App {
  title: string
  path: string
  node: NodeVersion
  /** What distinguishes its block from the others of the document. */
  imports: string
  /** Words of the install line, by what stands in for them. */
  instead?: Record<string, string>
}

const express = '@sillage/adapter-express'
const fastify = '@sillage/adapter-fastify'
const apps: App[] = [
  ...nodeVersions.flatMap((node): App[] => [
    { title: 'Express', path: 'README.md', node, imports: express },
    { title: 'Fastify', path: 'README.md', node, imports: fastify },
  ]),
  { title: 'Express', path: 'packages/adapter-express/README.md', node: '24', imports: express },
  {
    title: 'Express 4',
    path: 'packages/adapter-express/README.md',
    node: '24',
    imports: express,
    instead: { express: 'express@4' },
  },
  { title: 'Fastify', path: 'packages/adapter-fastify/README.md', node: '24', imports: fastify },
]

describe.for(apps)('$title, from $path, on Node $node', ({ path, node, imports, instead = {} }) => {
  const page = readme(path)
  const block = mainBlock(page, imports)
  let smtp: FaultySmtpServer
  let project: Project
  beforeAll(async () => {
    smtp = await faultySmtpServer()
    const packages = page.install(imports).map((word) => instead[word] ?? word)
    project = await createProject({ node, packages, tarballs: inject('tarballs') })
  })
  afterAll(async () => {
    project?.remove()
    await smtp.close()
  })

  it.for([
    { kind: 'ESM', file: 'esm/app.mjs', code: asModule(block) },
    { kind: 'CommonJS', file: 'cjs/app.cjs', code: asCommonJs(block) },
  ])('as $kind sends a tracked campaign and counts its click', async ({ file, code }) => {
    project.write(file, code)
    const port = await freePort()
    const env = { PORT: String(port), SMTP_URL: smtp.url, ADMIN_KEY }
    const program = project.start(file, env)
    try {
      const use = await useApp(program, smtp, port)
      expect(use).toMatchObject({
        stats: { sent: 1, opens: { unique: 1 }, clicks: { unique: 1 } },
        strangerStatus: 403,
        location: expect.stringMatching(/^https:\/\/example\.org\//),
        pixelType: 'image/gif',
      })
      if (code.includes('createUi')) {
        const answers = await Promise.all(
          ['ui', 'ui/elements.js'].map((path) => fetch(`http://localhost:${port}/mail/${path}`)),
        )
        const types = answers.map(({ status, headers }) => `${status} ${headers.get('content-type')}`)
        expect(types).toEqual(['200 text/html; charset=utf-8', '200 text/javascript; charset=utf-8'])
      }
      const address = code.includes('/mail/ui') ? `http://localhost:${port}/mail/ui\n` : ''
      expect(program.printed()).toContain(address)
      // What `console` as logger shows of the campaign, and no warning beside it.
      const printed = program.printed().replace(address, '')
      const lines = [...printed.matchAll(/^\{\n(?: {2}.*\n)*\} (.*)\n/gm)]
      const life = code.includes('logger: console') ? ['created', 'started', 'completed'] : []
      expect(lines.map(([, words]) => words)).toEqual(life.map((word) => `campaign ${word}`))
      expect(lines.map(([line]) => line).join('')).toBe(printed)
    } finally {
      await program.stop()
    }
  })
})
