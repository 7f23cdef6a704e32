import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { createSillage, englishNames, frenchNames, memoryStore, type Sillage } from '@sillage/core'
import { expectUpgradesShared } from '@sillage/core/testing'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sillageFastify } from '../src/index.ts'

/** What the plugin must leave as the host has it. */
describe('Fastify 5 as a host', () => {
  let sillage: Sillage
  let app: FastifyInstance
  const authorize = () => true
  const hostErrors: unknown[] = []

  beforeEach(async () => {
    sillage = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example/s' })
    await sillage.migrate()
    hostErrors.length = 0
    app = Fastify()
    app.get('/own', async () => 'own')
    app.post('/echo', async (request) => request.body)
    app.get('/broken', async () => {
      throw new Error('of the host')
    })
    app.setNotFoundHandler((_request, reply) => reply.code(404).send('host 404'))
    app.setErrorHandler((error, _request, reply) => {
      hostErrors.push(error)
      return reply.code(500).send('host error')
    })
  })
  afterEach(async () => {
    await app.close()
    await sillage.close()
  })

  const start = () => app.listen({ host: '127.0.0.1', port: 0 })
  const text = async (url: string, init?: RequestInit) => {
    const response = await fetch(url, init)
    return `${response.status} ${await response.text()}`
  }
  const json = (body: string) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body })

  it('keeps its routes, parsers, 404 and error handler', async () => {
    await app.register(sillageFastify, { prefix: '/mail', sillage, authorize })
    const url = await start()
    expect(await text(`${url}/own`)).toBe('200 own')
    expect(await text(`${url}/echo`, json('{"a":1}'))).toBe('200 {"a":1}')
    expect(await text(`${url}/mail/api/nothing`)).toBe('404 host 404')
    expect(await text(`${url}/mail/api/campaigns`, { method: 'PUT' })).toBe('404 host 404')
    expect(await text(`${url}/broken`)).toBe('500 host error')
    expect(hostErrors).toHaveLength(1)
  })

  it('is not asked about errors of the plugin, but about those of its own hooks', async () => {
    app.addHook('onRequest', async (request) => {
      if (request.headers['x-fail'] !== undefined) throw new Error('of the host')
    })
    await app.register(sillageFastify, { prefix: '/mail', sillage, authorize })
    const url = await start()
    expect(await text(`${url}/mail/api/campaigns/0`)).toMatch(/^404 \{"error":\{"code":"not_found"/)
    const noType = { method: 'POST', headers: { 'content-type': 'no/such; type;;' }, body: '{' }
    expect(await text(`${url}/mail/api/campaigns`, noType)).toMatch(/^415 \{"error":\{"code":"unsupported_media_type"/)
    expect(hostErrors).toEqual([])
    expect(await text(`${url}/mail/api/campaigns`, { headers: { 'x-fail': '1' } })).toBe('500 host error')
    expect(hostErrors).toHaveLength(1)
  })

  it('has the errors of its hooks, whatever code they have, also on what recipients’ programs post', async () => {
    app.addHook('preHandler', async () => {
      throw Object.assign(new Error('of the host'), { code: 'HOST_ERROR' })
    })
    await app.register(sillageFastify, { prefix: '/mail', sillage, authorize })
    const url = await start()
    expect(await text(`${url}/mail/api/campaigns`)).toBe('500 host error')
    expect(await text(`${url}/mail/track/read/x`, { method: 'POST' })).toBe('500 host error')
    expect(hostErrors).toHaveLength(2)
  })

  it('keeps a connection open behind an export', async () => {
    await app.register(sillageFastify, { prefix: '/mail', sillage, authorize })
    const content = { name: 'n', subject: 's', html: '<p>x</p>', from: 'a@example.org' }
    const { id } = await sillage.campaigns.create({ ...content, recipients: [{ email: 'ada@example.org' }] })
    const path = englishNames.paths.exportMessages.replace(':id', id)
    const { port } = new URL(await start())
    let read = ''
    const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8')
    socket.on('data', (piece) => {
      read += piece
    })
    for (let answers = 1; answers <= 2; answers++) {
      socket.write(`GET /mail${path} HTTP/1.1\r\nHost: a\r\n\r\n`)
      await expect.poll(() => read.split('HTTP/1.1 200 OK').length - 1).toBe(answers)
      await expect.poll(() => read.endsWith('0\r\n\r\n')).toBe(true)
    }
    expect(socket.closed).toBe(false)
    socket.destroy()
  })

  it('has undecodable paths as before, but where a token is, under each of several mounts', async () => {
    const other = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example/t' })
    await other.migrate()
    await app.register(sillageFastify, { prefix: '/mail', sillage, authorize })
    await app.register(sillageFastify, { prefix: '/:shop/mail', sillage: other, authorize })
    const url = await start()
    for (const path of ['/own/%', '/mail/api/campaigns/%', '/mail/track/%', '/mail/trackpixel/%', '/track/pixel/%'])
      expect(await text(url + path), path).toMatch(/^400 .*FST_ERR_BAD_URL/)
    for (const path of ['/mail/track/pixel/%', '/a/mail/track/pixel/%E2%80?a=%', '/mail/track/pixel/x%/y%zz#%'])
      expect(await text(url + path), path).toMatch(/^200 GIF/)
    await other.close()
  })

  it('runs its onSend hooks on answers, so that sessions are kept', async () => {
    app.addHook('onSend', async (_request, reply) => void reply.header('set-cookie', 'session=rolled'))
    await app.register(sillageFastify, { prefix: '/mail', sillage, authorize })
    const response = await fetch(`${await start()}/mail/api/campaigns`)
    expect(response.headers.get('set-cookie')).toBe('session=rolled')
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  })

  it('gives the plugin what its preParsing hooks made of the body', async () => {
    app.addHook('preParsing', async (_request, _reply, payload) => {
      const text = Buffer.concat(await Readable.from(payload).toArray()).toString()
      return Readable.from([Buffer.from(text.replace('before', 'after'))])
    })
    await app.register(sillageFastify, { prefix: '/mail', sillage, authorize })
    const made = await fetch(`${await start()}/mail/api/contacts`, json('{"email":"before@example.org"}'))
    expect(await made.json()).toMatchObject({ email: 'after@example.org' })
  })

  it('takes several installations, each with its own path, names and authorize', async () => {
    const other = createSillage({ store: memoryStore(), baseUrl: 'http://mail.example/t' })
    await other.migrate()
    await app.register(sillageFastify, { prefix: '/a', sillage, authorize })
    await app.register(sillageFastify, {
      prefix: '/b',
      sillage: other,
      authorize: ({ headers }) => headers['x-key'] === 'b',
      names: frenchNames,
    })
    const url = await start()
    const add = (path: string, headers = {}) =>
      fetch(`${url}${path}/api/contacts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ email: 'ada@example.org' }),
      })
    expect((await add('/a')).status).toBe(201)
    expect((await add('/b')).status).toBe(403)
    expect((await add('/b', { 'x-key': 'b' })).status).toBe(201)
    expect((await fetch(`${url}/b/api/campagnes`, { headers: { 'x-key': 'b' } })).status).toBe(200)
    await other.close()
  })

  it('stands at the path of baseUrl where no prefix is given, else where that or a plugin around it says', async () => {
    await app.register(sillageFastify, { sillage, authorize })
    await app.register(sillageFastify, { prefix: '/mail', sillage, authorize })
    await app.register(async (around) => around.register(sillageFastify, { sillage, authorize }), { prefix: '/around' })
    const url = await start()
    const status = async (path: string) => (await fetch(`${url}${path}/api/campaigns`)).status
    expect(await Promise.all(['/s', '/mail', '/around', '', '/around/s'].map(status))).toEqual([
      200, 200, 200, 404, 404,
    ])
    const live = new WebSocket(`${url.replace('http', 'ws')}/s/api/live`)
    await new Promise((resolve, reject) => {
      live.onopen = resolve
      live.onerror = reject
    })
    const closed = new Promise((resolve) => (live.onclose = resolve))
    live.close()
    await closed
  })

  it('has no live feed where only public routes are mounted', async () => {
    await app.register(sillageFastify, { prefix: '/mail', sillage, authorize, only: 'public' })
    const url = await start()
    const live = new WebSocket(`${url.replace('http', 'ws')}/mail/api/live`)
    expect(
      await new Promise((resolve) => {
        live.onopen = () => resolve('open')
        live.onerror = () => resolve('refused')
      }),
    ).toBe('refused')
    expect((await fetch(`${url}/mail/api/campaigns`)).status).toBe(404)
  })

  it.each([
    ['a router that tells a slash at the end apart', {}],
    ['one that does not', { routerOptions: { ignoreTrailingSlash: true } }],
    ['one that does not, as it was said before Fastify 6', { ignoreTrailingSlash: true }],
  ])('shows the interface with and without a slash at the end, on %s', async (_, options) => {
    const slashes = Fastify(options)
    const page = () => ({ contentType: 'text/html', body: 'the page', hash: 'h' })
    await slashes.register(sillageFastify, { prefix: '/mail', sillage, ui: { page, file: () => undefined } })
    const answers = await Promise.all(['/mail/ui', '/mail/ui/', '/mail/ui?a=b'].map((url) => slashes.inject({ url })))
    expect(answers.map(({ body }) => body)).toEqual(['the page', 'the page', 'the page'])
    await slashes.close()
  })

  it('shares its server’s upgrades', () =>
    expectUpgradesShared(async () => {
      for (const prefix of ['/a', '/b']) await app.register(sillageFastify, { prefix, sillage, authorize })
      const url = await start()
      return {
        server: app.server,
        url,
        live: [`${url}/a/api/live`, `${url}/b/api/live`],
        close: () => app.close(),
      }
    }))
})
