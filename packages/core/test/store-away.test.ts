import { afterEach, expect, it } from 'vitest'
import { createHttpApp } from '../src/http/index.ts'
import { services } from '../src/http/services.ts'
import { createSillage, createTokenSealer, memoryStore, type Sillage, SillageError } from '../src/index.ts'
import type { Store } from '../src/store/index.ts'

const secrets = ['a secret for the outage test']
const person = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
let sillage: Sillage
afterEach(() => sillage.close())

/** A memory store that can be made unreachable: then every call fails as one to a database that is down. */
function removable(store: Store): { store: Store; away: (is: boolean) => void } {
  let gone = false
  const guard = <T extends object>(role: T): T =>
    new Proxy(role, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          if (gone) return Promise.reject(new SillageError('store_unavailable', 'The database is away.'))
          return Reflect.apply(value, target, args)
        }
      },
    })
  const roles = Object.fromEntries(
    Object.entries(store).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? guard(value) : value,
    ]),
  )
  return {
    store: roles as unknown as Store,
    away: (is) => {
      gone = is
    },
  }
}

it('answers pixels and known links while the store is unreachable, reports it for others, and stores every hit afterwards', async () => {
  const { store, away } = removable(memoryStore())
  sillage = createSillage({
    store,
    baseUrl: 'http://mail.example',
    from: 'a@example.org',
    secrets,
    http: { hitDeadlineMs: 20 },
  })
  await sillage.migrate()
  const html = '<a href="https://shop.example/a">A</a><a href="https://shop.example/b">B</a>'
  const { id } = await sillage.campaigns.create({
    name: 'n',
    subject: 's',
    html,
    recipients: [{ email: 'a@example.org' }],
    start: false,
  })
  const [known, unknown] = (await sillage.campaigns.stats(id)).links
  const sealer = createTokenSealer(secrets)
  const app = createHttpApp(sillage)
  const get = (routeId: string, token: string) => {
    const route = app.routes.find((candidate) => candidate.id === routeId)
    if (route === undefined) throw new Error(routeId)
    return app.respond(
      route,
      { method: 'GET', params: { token }, query: '', headers: person, remoteAddress: '127.0.0.1', body: undefined },
      { url: '/', raw: undefined },
    )
  }
  const click = (link: typeof known) => sealer.seal({ kind: 'click', messageId: 1, linkId: Number(link?.id) })
  expect((await get('click', click(known))).status).toBe(302)

  away(true)
  const pixel = await get('pixel', sealer.seal({ kind: 'pixel', messageId: 1 }))
  expect([pixel.status, pixel.kind === 'bytes' && pixel.body.length]).toEqual([200, 43])
  expect(await get('click', click(known))).toMatchObject({
    status: 302,
    headers: { location: 'https://shop.example/a' },
  })
  expect(await get('click', click(unknown))).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
  expect((await get('click', '0'.repeat(26))).status).toBe(404)
  expect(sillage.metrics().hits).toMatchObject({ buffered: 2, recorded: 1 })

  const done = Promise.all(
    (['message.opened', 'message.clicked'] as const).map(
      (type) => new Promise<void>((resolve) => sillage.on(type, () => resolve())),
    ),
  )
  away(false)
  await done
  await sillage[services].store.campaigns.recount(Number(id)).then((differences) => expect(differences).toEqual({}))
  const { opens, clicks } = await sillage.campaigns.stats(id)
  // The implied open of the first click, and the pixel.
  expect([opens.total, clicks.total]).toEqual([2, 2])
})

it('shows the interface while the store is unreachable, and reports that by the routes that need it', async () => {
  const { store, away } = removable(memoryStore())
  sillage = createSillage({ store, baseUrl: 'http://mail.example' })
  away(true)
  const page = () => ({ contentType: 'text/html', body: 'the page', hash: 'h' })
  const app = createHttpApp(sillage, { authorize: () => true, ui: { page, file: () => undefined } })
  const ask = (id: string) => {
    const route = app.routes.find((mounted) => mounted.id === id)
    if (route === undefined) throw new Error(`no route ${id}`)
    const request = { method: 'GET', params: {}, query: '', headers: {}, remoteAddress: undefined, body: undefined }
    return app.respond(route, request, { url: route.path, raw: undefined })
  }
  expect(await ask('ui')).toMatchObject({ status: 200, body: 'the page' })
  expect(await ask('listCampaigns')).toMatchObject({ status: 503 })
})
