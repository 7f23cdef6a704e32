import { expect, it, onTestFinished } from 'vitest'
import { createHttpApp, liveSocket, sillageFetch } from '../../src/http/index.ts'
import { createSillage, memoryStore, type SillageOptions } from '../../src/index.ts'
import { fakeClock, recordingTransport } from '../../src/testing/index.ts'

const html = '<a href="https://shop.example/">A</a><a href="{{viewUrl}}">view</a>'
const content = { subject: 's', html, from: 'a@shop.example' }
const recipients = Array.from({ length: 30 }, (_, n) => ({ email: `p${n}@example.org` }))
const source = { name: 'own', read: async () => ({ kind: 'events', events: [] }) as const }
const key = 'k'.repeat(22)

function installation(baseUrl: SillageOptions['baseUrl']) {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const logged: string[] = []
  const log = (_: object, text: string) => void logged.push(text)
  const sillage = createSillage({
    store: memoryStore(),
    transport,
    clock,
    baseUrl,
    logger: { debug: log, info: log, warn: log, error: log },
    feedback: { sources: { own: source }, keys: [key] },
  })
  onTestFinished(() => sillage.close())
  const mails = () => transport.sends.map(({ raw }) => raw.toString().replaceAll('=\r\n', ''))
  return { sillage, clock, logged, mails }
}

/** Where the URLs of a mail begin, but for the author's. */
const placesOf = (mail: string) =>
  [...new Set(mail.match(/https?:\/\/[a-z0-9.-]+(?=[^"<> ]*\/track\/)/g) ?? [])].filter((url) => !/shop/.test(url))

it('begins the URLs of a tenant with the tenant’s own, asked for once and not for each message', async () => {
  let asked = 0
  const { sillage, clock, mails } = installation((owner) => {
    asked += 1
    return `https://${owner ?? 'all'}.example/`
  })
  await sillage.start()
  for (const api of [sillage.for('acme'), sillage.for('globex'), sillage])
    await api.campaigns.create({ name: 'n', ...content, recipients })
  const before = asked
  await clock.advance(60_000)
  const sent = mails()
  expect(sent).toHaveLength(3 * recipients.length)
  const places = sent.map((mail) => placesOf(mail).join())
  for (const place of ['acme', 'globex', 'all'])
    expect(places.filter((found) => found === `https://${place}.example`)).toHaveLength(recipients.length)
  expect(sent[0]).toMatch(/^List-Unsubscribe: <https:\/\/(acme|globex|all)\.example\/track\/unsubscribe\/\w{26}>/m)
  expect(asked - before).toBeLessThanOrEqual(12)

  const test = sillage.for('acme').campaigns.sendTest({ ...content, to: 'me@shop.example' })
  await clock.advance(1_000)
  await test
  expect(placesOf(mails().at(-1) ?? '')).toEqual(['https://acme.example'])
  expect(sillage.feedback.url('own')).toBe(`https://all.example/track/feedback/own/${key}`)
})

it('takes a tenant’s own URLs for its own, also where another one’s campaign is changed for all', async () => {
  const { sillage } = installation((owner) => `https://${owner}.example`)
  const own = { ...content, html: '<a href="https://acme.example/track/view/x">v</a>' }
  const { id } = await sillage.for('acme').campaigns.create({ name: 'n', ...own, start: false })
  expect((await sillage.campaigns.stats(id)).links).toEqual([])
  await sillage.forAll().campaigns.update(id, { html: `${own.html}<a href="https://acme.example/m/w/x">w</a>` })
  expect((await sillage.campaigns.stats(id)).links).toEqual([])
})

const wrong: readonly (readonly [string, () => unknown, string])[] = [
  ['throws', () => fails(), 'got an error'],
  ['answers a promise', async () => 'https://a.example', 'got a promise'],
  ['answers a promise that rejects', () => Promise.reject(new Error('of the host')), 'got a promise'],
  ['answers nothing', () => undefined, 'got undefined'],
  ['answers a path', () => '/mail', 'got "/mail"'],
  ['answers a query', () => 'https://a.example/?a=1', 'got "https://a.example/?a=1"'],
]
function fails(): never {
  throw new Error('of the host')
}

it.each(wrong)('a function that %s: content is refused before anything is stored', async (_, answer, got) => {
  const { sillage } = installation(answer as () => string)
  const acme = sillage.for('acme')
  const refused = { code: 'invalid_option', message: expect.stringMatching(/^baseUrl\("acme"\): expected/) }
  await expect(acme.campaigns.create({ name: 'n', ...content, start: false })).rejects.toMatchObject(refused)
  await expect(acme.campaigns.create({ name: 'n', ...content, start: false })).rejects.toThrow(got)
  await expect(acme.campaigns.preview(content)).rejects.toMatchObject(refused)
  await expect(acme.campaigns.sendTest({ ...content, to: 'me@shop.example' })).rejects.toMatchObject(refused)
  expect(() => sillage.feedback.url('own')).toThrow(/^baseUrl\(null\): expected/)
  expect((await sillage.campaigns.list()).items).toEqual([])
})

it.each(wrong)('a function that %s while a campaign is sent: it is paused, and can go on', async (_, answer) => {
  let healthy = true
  const { sillage, clock, mails } = installation((owner) =>
    healthy ? `https://${owner}.example` : (answer() as string),
  )
  const { id } = await sillage.for('acme').campaigns.create({ name: 'n', ...content, recipients })
  healthy = false
  await sillage.start()
  await clock.advance(5_000)
  expect(await sillage.campaigns.get(id)).toMatchObject({ status: 'paused', pauseReason: 'compose_failed', sent: 0 })
  healthy = true
  await sillage.campaigns.resume(id)
  await clock.advance(60_000)
  expect(mails()).toHaveLength(recipients.length)
})

it('lets people leave where the function fails, without the link to their choices', async () => {
  let healthy = true
  const { sillage, clock, mails, logged } = installation(() => (healthy ? 'https://acme.example/' : fails()))
  await sillage.start()
  await sillage.for('acme').campaigns.create({ name: 'n', ...content, recipients: recipients.slice(0, 1) })
  await clock.advance(60_000)
  healthy = false
  const [, token = ''] = /unsubscribe\/(\w{26})/.exec(mails()[0] ?? '') ?? []
  const answer = sillageFetch(sillage, { prefix: '' })
  const page = await answer(new Request(`https://acme.example/track/unsubscribe/${token}`, { method: 'POST' }))
  expect([page.status, (await page.text()).includes('/track/preferences/')]).toEqual([200, false])
  expect(logged).toContain('the base URL of a tenant is not known')
  expect((await sillage.suppressions.list()).items).toHaveLength(1)
})

it('has mounts say where they stand', async () => {
  const { sillage, clock, logged } = installation((owner) => `https://${owner}.example/mail`)
  for (const mount of [() => sillageFetch(sillage), () => liveSocket(sillage)])
    expect(mount).toThrow(/^prefix: expected the path of the mount, because baseUrl is a function, got none$/)
  const answer = sillageFetch(sillage, { prefix: '/mail', authorize: () => true })
  createHttpApp(sillage).standsAt('/elsewhere')
  await sillage.start()
  await clock.advance(20_000)
  expect(logged.filter((text) => text.includes('baseUrl does not lead'))).toEqual([])
  const document = await (await answer(new Request('https://any.example/mail/api/openapi.json'))).json()
  expect(document).toMatchObject({ servers: [{ url: '/mail' }] })
})
