import { createServer, get } from 'node:http'
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
      expect(await text(`${url}/mail/API/campaigns`)).toBe('404 host 404')
      expect(await text(`${url}/mail/api/campaigns`, { method: 'PUT' })).toBe('404 host 404')
      expect(await text(`${url}/broken`)).toBe('500 host error')
      expect(hostErrors).toHaveLength(1)
    })

    it('is not asked about errors of the routes mounted, nor about paths that cannot be decoded', async () => {
      app.use('/mail', sillageRouter(sillage, { authorize: () => true }))
      const url = await start()
      expect(await text(`${url}/mail/api/campaigns/0`)).toMatch(/^404 \{"error":\{"code":"not_found"/)
      expect(await text(`${url}/mail/api/campaigns/%E0%A4%A`)).toMatch(/^404 \{"error":\{"code":"not_found"/)
      expect(await text(`${url}/mail/track/pixel/%`)).toMatch(/^200 GIF/)
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

    describe('middleware before an upgrade', () => {
      /** Keeps the name of the cookie, and writes a header with the answer, as session middleware does. */
      const sessions: express.RequestHandler = (request, response, next) => {
        const { writeHead } = response
        response.writeHead = ((...given: Parameters<typeof writeHead>) => {
          response.setHeader('x-session', 'saved')
          return writeHead.apply(response, given)
        }) as typeof writeHead
        const user = /user=(\w+)/.exec(request.get('cookie') ?? '')?.[1]
        setImmediate(() => next(Object.assign(request, { session: { user } }) && undefined))
      }
      type Authorize = NonNullable<Parameters<typeof attachLive>[2]>['authorize']
      const bySession: Authorize = ({ raw }) =>
        (raw as express.Request & { session?: { user?: string } }).session?.user === 'ada'

      async function attach(before: express.RequestHandler[], authorize = bySession): Promise<string> {
        const server = createServer(app)
        const live = attachLive(server, sillage, { path: '/mail', authorize, before })
        const { url, close } = await listen(server)
        closers.push(() => live.close(), close)
        return `${url}/mail/api/live`
      }

      it('gives authorize the session of a WebSocket', async () => {
        const seen: unknown[] = []
        const url = await attach([sessions], (input) => {
          seen.push({ route: input.route, writes: input.writes, path: input.raw.path })
          return bySession(input)
        })
        expect(await upgrade(url, { cookie: 'user=ada' })).toBe('open')
        expect(await upgrade(url, { cookie: 'user=eve' })).toMatch(/^403 \{"error":\{"code":"forbidden"/)
        expect(seen).toEqual(Array(2).fill({ route: 'live', writes: false, path: '/mail/api/live' }))
        const open = new WebSocket(url.replace('http', 'ws'), { headers: { cookie: 'user=ada' } } as never)
        await new Promise((resolve, reject) => {
          open.onopen = resolve
          open.onerror = reject
        })
        const closed = new Promise((resolve) => (open.onclose = resolve))
        open.close()
        await closed
      })

      it.each<[string, express.RequestHandler, string]>([
        ['answers', (_request, response) => void response.status(401).json({ login: '/in' }), '401 {"login":"/in"}'],
        ['redirects', (_request, response) => response.redirect('/in'), '302 Found. Redirecting to /in'],
        ['fails', (_request, _response, next) => next(new Error('secret')), '500 Internal Server Error'],
        [
          'fails with a status',
          (_request, _response, next) => next(Object.assign(new Error('secret'), { status: 429 })),
          '429 Too Many Requests',
        ],
        [
          'throws',
          () => {
            throw new Error('secret')
          },
          '500 Internal Server Error',
        ],
      ])('one that %s ends the upgrade with that, before authorize', async (_, middleware, answer) => {
        let asked = 0
        const url = await attach([sessions, middleware], () => ++asked > 0)
        expect(await upgrade(url, { cookie: 'user=ada' })).toBe(answer)
        expect(asked).toBe(0)
      })

      it('runs none for a page of another host, nor for upgrades of other paths', async () => {
        let ran = 0
        const url = await attach([(_request, _response, next) => next(void ran++)])
        expect(await upgrade(url, { origin: 'https://evil.example' })).toMatch(/^403 /)
        expect(await upgrade(url.replace('live', 'other'))).toMatch(/^404 /)
        expect(ran).toBe(0)
      })
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

/** `open`, or the status and text of the answer. */
function upgrade(url: string, headers: Record<string, string> = {}): Promise<string> {
  const socketHeaders = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.alloc(16).toString('base64'),
  }
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, headers: { ...socketHeaders, ...headers } }, async (response) => {
      let text = ''
      for await (const chunk of response) text += chunk
      resolve(`${response.statusCode} ${text}`)
    })
    request.on('error', reject)
    request.on('upgrade', (_response, socket) => {
      socket.destroy()
      resolve('open')
    })
  })
}
