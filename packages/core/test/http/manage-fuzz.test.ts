import { request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { memoryStore, type Store } from '../../src/index.ts'
import { fetchServer } from './fetch-server.ts'
import { checkAnswers, holdAnswer, SEED } from './fuzz/check-answers.ts'
import { type FuzzedInstallation, openInstallation } from './fuzz/installation.ts'
import { type ManageRequest, requestsFor } from './fuzz/manage-requests.ts'
import { heapMegabytes } from './heap.ts'

/**
 * What a store is sent in two halves, between which memory is measured; those of the memory store are its data as well.
 * The long tests send more.
 */
const stores: [string, () => Store, number, number][] = [
  ['the memory store', memoryStore, 1_000, 5],
  ['SQLite', () => sqliteStore({ filename: ':memory:' }), 1_000, 3],
]

describe.each(stores)('management routes on %s', (_name, open, runs, growth) => {
  let installation: FuzzedInstallation
  beforeAll(async () => {
    installation = await openInstallation(open())
  })
  afterAll(() => installation.sillage.close())

  it(`answer ${2 * runs} generated requests with 2xx or 4xx, in steady memory`, { timeout: 60_000 }, async () => {
    const first = await checkAnswers(installation, runs)
    const managed = installation.app.routes.filter(({ access }) => access === 'manage')
    expect([...first.byRoute.keys()].sort()).toEqual(managed.map(({ id }) => id).sort())
    const before = heapMegabytes()
    const second = await checkAnswers(installation, runs, { seed: SEED + 1 })
    expect(heapMegabytes() - before).toBeLessThan(growth)
    // The requests are near enough to right ones that all kinds of answers come up.
    for (const status of [200, 201, 204, 400, 404, 409, 415])
      expect((first.byStatus.get(status) ?? 0) + (second.byStatus.get(status) ?? 0), `${status}`).toBeGreaterThan(2)
    expect(installation.sillage.metrics().live.subscribers).toBe(0)
  })
})

describe('management routes over HTTP', () => {
  it('answer 1,000 generated requests with 2xx or 4xx, and the server lives on', { timeout: 60_000 }, async () => {
    const installation = await openInstallation(sqliteStore({ filename: ':memory:' }))
    const { url, close } = await fetchServer(installation.sillage, { prefix: '/mail', authorize: () => true })
    const asked = fc.oneof(
      ...installation.app.routes
        .filter(({ access, id }) => access === 'manage' && id !== 'live')
        .map((route) => requestsFor(route, installation.document)),
    )
    await fc.assert(
      fc.asyncProperty(asked, async (request) => {
        const { status, body } = await sendOver(url, request)
        expect(installation.takeErrors()).toEqual([])
        // Node refuses a URL that is too long before a route is asked.
        if (/^\{"error":\{/.test(body) || status < 400) holdAnswer(request, status, body)
        else expect([400, 404, 414, 431]).toContain(status)
      }),
      { numRuns: 1_000, seed: SEED, endOnFailure: true },
    )
    expect((await fetch(`${url}/api/openapi.json`)).status).toBe(200)
    await close()
    await installation.sillage.close()
  })
})

/** As Node's own client sends it, which leaves paths and queries as they are. */
function sendOver(url: string, { route, method, params, query, headers, body }: ManageRequest) {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent((params[name] ?? '').toWellFormed()),
  )
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => /^[\x20-\x7e]*$/.test(value)))
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sent = httpRequest(
      `${url}${path}${query === '' ? '' : `?${query.replace(/[^\x21-\x7e]/g, '').slice(0, 2_000)}`}`,
      {
        method,
        agent: false,
        headers: { ...given, ...(body === undefined ? {} : { 'content-length': body.length }) },
      },
    )
    sent.on('error', reject)
    sent.on('response', async (response) => {
      let text = ''
      for await (const piece of response) text += String(piece)
      resolve({ status: response.statusCode ?? 0, body: text })
    })
    sent.end(body)
  })
}
