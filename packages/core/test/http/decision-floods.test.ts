import { expect, it } from 'vitest'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { createHttpApp } from '../../src/http/index.ts'
import { createSillage, createTokenSealer, memoryStore, type RouteId, type Store } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/index.ts'

const secrets = ['a secret for tests only']
const email = 'ada@example.org'

/** One message to Ada, and what it takes to answer its mail. */
async function start(store: Store) {
  const clock = fakeClock()
  const sillage = createSillage({ store, clock, secrets, baseUrl: 'http://mail.example', from: 'a@example.org' })
  await sillage.migrate()
  await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients: [{ email }], start: false })
  const sealer = createTokenSealer(secrets)
  const app = createHttpApp(sillage)
  async function post(id: RouteId, kind: 'preferences' | 'unsubscribe', form: string): Promise<number> {
    const route = app.routes.find((one) => one.id === id)
    if (route === undefined) throw new Error(`there is no route ${id}`)
    const { status } = await app.respond(
      route,
      {
        method: 'POST',
        params: { token: sealer.seal({ kind, messageId: 1 }) },
        query: '',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        remoteAddress: '192.0.2.1',
        body: { parsed: form },
      },
      { url: route.path, raw: undefined },
    )
    return status
  }
  const stored = async () => {
    await sillage.maintenance.recount('1')
    const { consents, events } = await sillage.recipients.export(email)
    return { consents: consents.length, events: events.length }
  }
  return { clock, sillage, post, stored }
}

const stores: [string, () => Store][] = [
  ['the memory store', memoryStore],
  ['SQLite', () => sqliteStore({ filename: ':memory:' })],
]

it.each(stores)('the same choice stores nothing again, on %s', async (_, open) => {
  const { clock, sillage, post, stored } = await start(open())
  for (let n = 0; n < 100; n++) expect(await post('preferences', 'preferences', 'opens=on')).toBe(200)
  expect(await stored()).toEqual({ consents: 1, events: 1 })
  // The host may have been given another consent since, which the same choice has to undo.
  await clock.advance(60_000)
  expect(await post('preferences', 'preferences', 'opens=on')).toBe(200)
  expect(await stored()).toEqual({ consents: 2, events: 2 })
  await sillage.close()
})

it.each(stores)('twenty changes of mind a minute are stored, more are answered 429, on %s', async (_, open) => {
  const { clock, sillage, post, stored } = await start(open())
  const statuses: number[] = []
  for (let n = 0; n < 60; n++) statuses.push(await post('preferences', 'preferences', n % 2 === 0 ? 'opens=on' : ''))
  // From then on the last choice that was stored is only repeated.
  expect(statuses).toEqual(Array.from({ length: 60 }, (_, n) => (n < 20 || n % 2 === 1 ? 200 : 429)))
  expect(await stored()).toEqual({ consents: 20, events: 20 })
  // Nothing said by another route is held back by it, nor what is said a minute later.
  expect(await post('unsubscribe', 'unsubscribe', '')).toBe(200)
  expect((await sillage.suppressions.list()).items).toHaveLength(1)
  await clock.advance(60_000)
  expect(await post('preferences', 'preferences', 'clicks=on')).toBe(200)
  await sillage.close()
})

it.each(stores)('unsubscriptions at once are stored twenty times at most, and hold, on %s', async (_, open) => {
  const { sillage, post, stored } = await start(open())
  const statuses = await Promise.all(Array.from({ length: 100 }, () => post('unsubscribe', 'unsubscribe', '')))
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect((await stored()).events).toBeLessThanOrEqual(20)
  expect((await sillage.suppressions.list()).items).toHaveLength(1)
  await sillage.close()
})
