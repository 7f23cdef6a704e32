import { createServer } from 'node:http'
import { createSillage, frenchNames, memoryStore, type Sillage } from '@sillage/core'
import { expectUpgradesShared } from '@sillage/core/testing'
import type express from 'express'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attachLive, sillageRouter } from '../src/index.ts'
import { listen } from './express-contract.ts'

/** What the mount must leave as the host has it. */
export function describeHost(label: string, framework: typeof express): void {
  describe(`${label} as a host`, () => {
    let sillage: Sillage
    let app: express.Express
    const hostErrors: unknown[] = []
    const closers: (() => unknown)[] = []

    beforeEach(async () => {
      sillage = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example/s' })
      await sillage.migrate()
      hostErrors.length = 0
      app = framework()
    })
    afterEach(async () => {
      for (const close of closers.splice(0)) await close()
      await sillage.close()
    })

    /** The host's own routes, 404 and error handler, after whatever was mounted. */
    async function start(): Promise<string> {
      app.get('/own', (_request, response) => void response.send('own'))
      app.get('/broken', () => {
        throw new Error('of the host')
      })
      app.use((_request: express.Request, response: express.Response) => void response.status(404).send('host 404'))
      app.use(((error, _request, response, _next) => {
        hostErrors.push(error)
        response.status(500).send('host error')
      }) satisfies express.ErrorRequestHandler)
      const server = createServer(app)
      const { url, close } = await listen(server)
      closers.push(close)
      return url
    }
    const text = async (url: string, init?: RequestInit) => {
      const response = await fetch(url, init)
      return `${response.status} ${await response.text()}`
    }

    it('keeps its routes, its 404 under the mount too, and its error handler', async () => {
      app.use('/mail', sillageRouter(sillage, { authorize: () => true }))
      const url = await start()
      expect(await text(`${url}/own`)).toBe('200 own')
      expect(await text(`${url}/mail/api/nothing`)).toBe('404 host 404')
      expect(await text(`${url}/mail/api/campaigns/`)).toBe('404 host 404')
      expect(await text(`${url}/mail/api/campaigns`, { method: 'PUT' })).toBe('404 host 404')
      expect(await text(`${url}/broken`)).toBe('500 host error')
      expect(hostErrors).toHaveLength(1)
    })

    it('is not asked about errors of the routes mounted, nor about paths that cannot be decoded', async () => {
      app.use('/mail', sillageRouter(sillage, { authorize: () => true }))
      const url = await start()
      expect(await text(`${url}/mail/api/campaigns/0`)).toMatch(/^404 \{"error":\{"code":"not_found"/)
      expect(await text(`${url}/mail/api/campaigns/%E0%A4%A`)).toMatch(/^404 \{"error":\{"code":"not_found"/)
      expect(await text(`${url}/mail/track/pixel/%`)).toMatch(/^404 \{"error"/)
      expect(hostErrors).toEqual([])
    })

    it('takes several installations, each with its own path, names and authorize', async () => {
      const other = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example/t' })
      closers.push(() => other.close())
      await other.migrate()
      app.use('/a', sillageRouter(sillage, { authorize: () => true }))
      app.use('/b', sillageRouter(other, { authorize: ({ headers }) => headers['x-key'] === 'b', names: frenchNames }))
      const url = await start()
      const init = (email: string, headers = {}) => ({
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ email }),
      })
      expect((await fetch(`${url}/a/api/contacts`, init('a@example.org'))).status).toBe(201)
      expect((await fetch(`${url}/b/api/contacts`, init('b@example.org'))).status).toBe(403)
      expect((await fetch(`${url}/b/api/contacts`, init('b@example.org', { 'x-key': 'b' }))).status).toBe(201)
      const listed = await (await fetch(`${url}/b/api/contacts`, { headers: { 'x-key': 'b' } })).json()
      expect((listed as { items: { email: string }[] }).items.map(({ email }) => email)).toEqual(['b@example.org'])
      expect((await fetch(`${url}/b/api/campagnes`, { headers: { 'x-key': 'b' } })).status).toBe(200)
    })

    it('shares its server’s upgrades', () =>
      expectUpgradesShared(async () => {
        const server = createServer(app)
        const lives = ['/a', '/b'].map((path) => attachLive(server, sillage, { path, authorize: () => true }))
        const { url, close } = await listen(server)
        return {
          server,
          url,
          live: [`${url}/a/api/live`, `${url}/b/api/live`],
          async close() {
            for (const live of lives) live.close()
            await close()
          },
        }
      }))
  })
}
