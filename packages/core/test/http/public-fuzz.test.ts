import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { createHttpApp } from '../../src/http/index.ts'
import { services } from '../../src/http/services.ts'
import { createSillage, createTokenSealer, type Sillage } from '../../src/index.ts'
import { anyCharacter } from '../any-character.ts'

const RUNS = Number(process.env.SILLAGE_FUZZ_RUNS ?? 2_000)
const TIMEOUT_MS = 60_000 + RUNS * 3
const secrets = ['a secret for the fuzz test']
let sillage: Sillage
let genuine: string[]

beforeAll(async () => {
  sillage = createSillage({
    store: sqliteStore({ filename: ':memory:' }),
    baseUrl: 'http://127.0.0.1',
    from: 'a@example.org',
    secrets,
    tracking: { readTime: true },
  })
  await sillage.migrate()
  const { id } = await sillage.campaigns.create({
    name: 'n',
    subject: 's',
    html: '<a href="https://shop.example/">x</a>',
    recipients: [{ email: 'a@example.org' }],
    start: false,
  })
  const [link] = (await sillage.campaigns.stats(id)).links
  const sealer = createTokenSealer(secrets)
  genuine = (['pixel', 'click', 'read', 'view', 'unsubscribe', 'preferences'] as const).map((kind) =>
    sealer.seal({ kind, messageId: 1, linkId: kind === 'click' ? Number(link?.id) : 0 }),
  )
})
afterAll(() => sillage.close())

const token = fc.oneof(
  fc.string({ maxLength: 60, unit: anyCharacter }),
  fc.stringMatching(/^[0-9a-z]{20,30}$/),
  fc.constantFrom('', '.', '..', '%00', '\u0000', '0'.repeat(26), '../../etc/passwd', "' or 1=1 --", '💥'),
  // A genuine token with one character changed opens nothing.
  fc.tuple(fc.nat(5), fc.nat(25), fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz')).map(([n, at, char]) => {
    const text = genuine[n] ?? ''
    return text[at] === char ? 'x' : text.slice(0, at) + char + text.slice(at + 1)
  }),
)
const headers = fc.dictionary(
  fc.constantFrom(
    'user-agent',
    'x-forwarded-for',
    'accept-language',
    'sec-purpose',
    'purpose',
    'dnt',
    'sec-gpc',
    'content-type',
    'content-length',
    'cookie',
    'range',
    'if-none-match',
  ),
  fc.string({ maxLength: 200, unit: anyCharacter }),
  { maxKeys: 6 },
)
const body = fc.option(fc.uint8Array({ maxLength: 500 }), { nil: undefined })
const method = fc.constantFrom('GET', 'HEAD', 'POST')

describe('public routes', () => {
  it('answer malformed requests without an error of theirs, and store nothing', { timeout: TIMEOUT_MS }, async () => {
    const app = createHttpApp(sillage)
    const open = app.routes.filter((route) => route.access === 'public')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...open),
        token,
        headers,
        body,
        method,
        fc.string({ maxLength: 100, unit: anyCharacter }),
        async (route, text, given, bytes, verb, query) => {
          const stream =
            bytes === undefined
              ? undefined
              : {
                  stream: (async function* () {
                    yield bytes
                  })(),
                }
          const result = await app.respond(
            route,
            { method: verb, params: { token: text }, query, headers: given, remoteAddress: '127.0.0.1', body: stream },
            { url: '/', raw: undefined },
          )
          expect(result.status, `${route.id} ${JSON.stringify(text)}`).toBeLessThan(500)
          if (route.id === 'pixel' || route.id === 'read') expect(result.status).toBe(200)
          expect(result.headers.location).toBeUndefined()
        },
      ),
      { numRuns: RUNS },
    )
    const [message] = (
      await sillage[services].store.messages.list({ campaignId: 1, sort: 'name', order: 'asc', limit: 1 })
    ).items
    expect((await sillage.messages.events(String(message?.id))).items).toEqual([])
    expect(sillage.metrics().hits).toMatchObject({ recorded: 0, dropped: 0 })
    expect((await sillage.suppressions.list()).items).toEqual([])
  })

  it('take genuine tokens with malformed headers and bodies', { timeout: TIMEOUT_MS }, async () => {
    const app = createHttpApp(sillage)
    const byKind = [
      'pixel',
      'click',
      'showUnsubscribe',
      'unsubscribe',
      'showPreferences',
      'preferences',
      'view',
    ] as const
    const index = {
      pixel: 0,
      click: 1,
      showUnsubscribe: 4,
      unsubscribe: 4,
      showPreferences: 5,
      preferences: 5,
      view: 3,
    }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...byKind), headers, body, async (routeId, given, bytes) => {
        const route = app.routes.find((candidate) => candidate.id === routeId)
        if (route === undefined) throw new Error(routeId)
        const stream =
          bytes === undefined
            ? undefined
            : {
                stream: (async function* () {
                  yield bytes
                })(),
              }
        const result = await app.respond(
          route,
          {
            method: route.method,
            params: { token: genuine[index[routeId]] ?? '' },
            query: '',
            headers: given,
            remoteAddress: '::1',
            body: stream,
          },
          { url: '/', raw: undefined },
        )
        expect([200, 302]).toContain(result.status)
      }),
      { numRuns: Math.max(1_000, RUNS / 20) },
    )
    await sillage[services].store.campaigns.recount(1).then((differences) => expect(differences).toEqual({}))
  })
})
