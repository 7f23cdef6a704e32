import { expect, it, onTestFinished } from 'vitest'
import { createHttpApp } from '../src/http/index.ts'
import { createSillage, createTokenSealer, memoryStore, neutralPaths, type SillageOptions } from '../src/index.ts'
import { fakeClock, type RecordingTransportOptions, recordingTransport } from '../src/testing/index.ts'

const secrets = ['a secret of which tests know the tokens']
const sealer = createTokenSealer(secrets)
const campaign = { name: 'n', subject: 's', html: '<p>x</p>' }
type Answer = RecordingTransportOptions['answer']

/** An installation on a clock that is held. */
function installation(options: Partial<SillageOptions>, answer?: Answer) {
  const clock = fakeClock()
  const transport = recordingTransport({ clock, answer })
  const leases: number[] = []
  const store = memoryStore()
  const { begin } = store.messages
  store.messages.begin = (request) => {
    leases.push(request.leaseUntil - request.now)
    return begin(request)
  }
  const from = 'Ada <ada@example.org>'
  const sillage = createSillage({ store, transport, clock, secrets, from, baseUrl: 'http://mail.example', ...options })
  onTestFinished(() => sillage.close())
  /** Sends to so many addresses, for a minute of the clock. */
  async function send(count = 1) {
    const recipients = Array.from({ length: count }, (_, n) => ({ email: `p${n}@example.org` }))
    await sillage.start()
    const { id } = await sillage.campaigns.create({ ...campaign, recipients })
    await clock.advance(60_000)
    return sillage.campaigns.get(id)
  }
  async function ask(id: 'pixel' | 'click' | 'showPreferences', token: string, headers: Record<string, string> = {}) {
    const app = createHttpApp(sillage)
    const route = app.routes.find((candidate) => candidate.id === id)
    if (route === undefined) throw new Error(id)
    const reader = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0', ...headers }
    const request = { method: 'GET', params: { token }, query: '', headers: reader, remoteAddress: '127.0.0.1' }
    return app.respond(route, { ...request, body: undefined }, { url: '/', raw: undefined })
  }
  const pixel = (headers?: Record<string, string>) =>
    ask('pixel', sealer.seal({ kind: 'pixel', messageId: 1 }), headers)
  const headersOf = (send: number) => transport.sends[send]?.raw.toString().split('\r\n\r\n')[0]
  return { sillage, clock, transport, leases, send, ask, pixel, headersOf }
}

it('assets', async () => {
  const { sillage } = installation({ assets: { put: async ({ name }) => ({ url: `https://cdn.example/${name}` }) } })
  const bytes = Buffer.from('GIF89a\u0001\0\u0001\0')
  expect((await sillage.assets.create({ bytes, name: 'a.gif' })).url).toBe('https://cdn.example/a.gif')
})

it('transportNames', async () => {
  const { sillage } = installation({ transportNames: ['bulk'] })
  const recipients = [{ email: 'ada@example.org' }]
  expect((await sillage.campaigns.create({ ...campaign, recipients, transport: 'bulk' })).transport).toBe('bulk')
  await expect(sillage.campaigns.create({ ...campaign, recipients, transport: 'other' })).rejects.toThrow(/bulk/)
})

it('from, in parts: the name needs no quoting by hand', async () => {
  const { send, headersOf } = installation({
    from: { email: 'hello@port.example', name: 'Port, "Inc." <x@y.example>' },
  })
  expect((await send()).from).toBe('"Port, \\"Inc.\\" <x@y.example>" <hello@port.example>')
  expect(headersOf(0)).toMatch(/^From: "Port, \\"Inc.\\" <x@y.example>" <hello@port.example>\r$/m)
})

/** The page of choices of the first message, for a browser that asks for this language. */
async function pageOf({ send, ask }: ReturnType<typeof installation>, language = 'en'): Promise<string> {
  await send()
  const token = sealer.seal({ kind: 'preferences', messageId: 1 })
  const answer = await ask('showPreferences', token, { 'accept-language': language })
  return answer.kind === 'bytes' ? String(answer.body) : ''
}

it('content.brand', async () => {
  const brand = (owner: string | null) => ({ light: { button: owner === null ? '#123456' : '#654321' } })
  expect(await pageOf(installation({ content: { brand } }))).toContain('--button:#123456')
  expect(await pageOf(installation({ content: { brand: { radius: 7 } } }))).toContain('--radius:7px')
})

it('content.topics', async () => {
  const topics = [{ key: 'news', name: { en: 'News', fr: 'Nouvelles' } }]
  expect(await pageOf(installation({ content: { topics } }), 'fr')).toContain('Nouvelles')
  expect(await pageOf(installation({ content: { topics: () => topics } }))).toContain('value="news"')
})

it('content.pages', async () => {
  const pages = { de: { preferences: { button: 'Speichern' } } }
  expect(await pageOf(installation({ content: { pages } }), 'de-AT')).toMatch(/<html lang="de">.*Speichern/s)
})

it('content.maxAttachmentBytes', async () => {
  const { sillage } = installation({ content: { maxAttachmentBytes: 10 } })
  const create = (...contents: string[]) => {
    const attachments = contents.map((content, at) => ({ filename: `${at}.txt`, content }))
    return sillage.campaigns.create({ ...campaign, attachments, start: false })
  }
  await expect(create('12345', '678901')).rejects.toMatchObject({ code: 'attachments_too_large', field: 'attachments' })
  await expect(create('12345', '67890')).resolves.toMatchObject({ attachments: [{ size: 5 }, { size: 5 }] })
  const upload = (content: string) => sillage.attachments.create({ filename: 'a', content })
  await expect(upload('12345678901')).rejects.toMatchObject({ code: 'attachments_too_large', field: 'content' })
  await expect(upload('1234567890')).resolves.toMatchObject({ size: 10 })
})

it('content.maxHtmlBytes', async () => {
  const { sillage } = installation({ content: { maxHtmlBytes: 10 } })
  const create = (html: string) => sillage.campaigns.create({ ...campaign, html, start: false })
  await expect(create('<p>1234</p>')).rejects.toMatchObject({ code: 'html_too_large', field: 'html' })
  await create('<p>123</p>')
})

it('sending.concurrency', async () => {
  const { transport, send } = installation({ sending: { concurrency: 2 } }, async () => {
    await new Promise((resolve) => setImmediate(resolve))
    return { kind: 'accepted', response: '250' }
  })
  await send(6)
  expect(transport.mostAtOnce).toBe(2)
})

it.each<[keyof NonNullable<SillageOptions['sending']>, SillageOptions['sending']]>([
  ['limits', { limits: { perMinute: 6 } }],
  ['domainLimits', { domainLimits: { 'example.org': { perMinute: 6 } } }],
])('sending.%s', async (_, sending) => {
  const { transport, send } = installation({ sending })
  await send(4)
  const [first = 0, ...later] = transport.sends.map(({ at }) => at)
  expect(later.map((at) => at - first)).toEqual([10_000, 20_000, 30_000])
})

it('sending.limits, in the time that is left', async () => {
  const { sillage, send } = installation({ sending: { limits: { perMinute: 6 } } })
  const left: (number | null)[] = []
  sillage.live.on('campaign_progress', ({ queued, etaSeconds }) => void (queued === 3 && left.push(etaSeconds)))
  await send(4)
  expect(left[0]).toBe(30)
})

it('sending.retry', async () => {
  const busy = {
    kind: 'refused',
    stage: 'rcpt',
    code: 451,
    enhancedCode: '4.3.0',
    text: '451 4.3.0 try again later',
  } as const
  const { send, transport } = installation(
    { sending: { retry: { delaysMs: [1], shortestMs: 0, deadlineMs: 2 } } },
    () => busy,
  )
  expect(await send()).toMatchObject({ failed: 1, status: 'completed' })
  expect(transport.sends).toHaveLength(3)
})

it('sending.onUnknown', async () => {
  expect((await installation({ sending: { onUnknown: 'resend' } }).send()).onUnknown).toBe('resend')
})

it('sending.leaseMs', async () => {
  const { leases, send } = installation({ sending: { leaseMs: 77_000 } })
  await send()
  expect(leases).toEqual([77_000])
})

it('sending.marks', async () => {
  const marks = { listId: 'news.example.org', bounceAddress: 'bounces@example.org' }
  const { headersOf, transport, send } = installation({ sending: { marks } })
  await send()
  expect(headersOf(0)).toContain('List-Id: <news.example.org>')
  expect(transport.sends[0]?.from).toMatch(/^bounces\+\w{26}@example\.org$/)
})

it('tracking.rules', async () => {
  const verdict = async (rules: { earlyMs: number; earlyHits?: 'count' | 'leave-out' }) => {
    const { sillage, send, pixel } = installation({ tracking: { rules } })
    await send()
    await pixel()
    return (await sillage.messages.events('1')).items.map((event) => event.verdict)
  }
  expect([await verdict({ earlyMs: 3_600_000 }), await verdict({ earlyMs: 0 })]).toEqual([['unknown'], ['human']])
  expect(await verdict({ earlyMs: 3_600_000, earlyHits: 'leave-out' })).toEqual(['prefetch'])
})

it('tracking.networks: by the whole address, which is then cut', async () => {
  const networks = [{ name: 'gateway', cidrs: ['203.0.113.9'], verdict: 'scanner' }] as const
  const { sillage, send, pixel } = installation({ http: { trustProxy: 1 }, tracking: { networks } })
  await send()
  for (const address of ['203.0.113.9', '203.0.113.10']) await pixel({ 'x-forwarded-for': address })
  const { items } = await sillage.messages.events('1')
  expect(items.map(({ ip, verdict, reasons }) => [ip, verdict, reasons])).toEqual([
    ['203.0.113.0', 'human', []],
    ['203.0.113.0', 'scanner', ['network']],
  ])
})

it('sending.allowHeaders: in any case, and those alone', async () => {
  const { sillage, clock, headersOf } = installation({
    sending: { allowHeaders: ['x-mc-tags', 'Disposition-Notification-To'] },
  })
  await sillage.start()
  const headers = { 'X-MC-Tags': 'fair', 'disposition-notification-to': 'ada@example.org' }
  const recipients = [{ email: 'p@example.org' }]
  await sillage.campaigns.create({ ...campaign, recipients, headers })
  await clock.advance(60_000)
  expect(headersOf(0)).toMatch(/^X-MC-Tags: fair\r$/im)
  expect(headersOf(0)).toMatch(/^Disposition-Notification-To: ada@example.org\r$/im)
  const other = sillage.campaigns.create({ ...campaign, recipients, headers: { ...headers, 'X-MC-Track': 'opens' } })
  await expect(other).rejects.toMatchObject({ code: 'invalid_field', field: 'headers.X-MC-Track' })
})

it('tracking.fallbackUrl', async () => {
  const { ask } = installation({ tracking: { fallbackUrl: 'https://example.org/gone' } })
  const { status, headers } = await ask('click', 'forged')
  expect([status, headers?.location]).toEqual([302, 'https://example.org/gone'])
})

it('tracking.paths: in pixel, links and header, of tests too', async () => {
  const { sillage, send, transport, clock } = installation({ tracking: { paths: neutralPaths } })
  await send()
  const content = { subject: 's', html: '<a href="{{viewUrl}}">view</a>' }
  const test = sillage.campaigns.sendTest({ ...content, to: 'ada@example.org' })
  await clock.advance(1_000)
  await test
  const [mail = '', tested = ''] = transport.sends.map(({ raw }) => raw.toString().replaceAll('=\r\n', ''))
  expect(mail).toMatch(/^List-Unsubscribe: <http:\/\/mail\.example\/m\/u\/\w{26}>/m)
  expect(mail).toMatch(/http:\/\/mail\.example\/m\/i\/\w{26}/)
  expect(tested).toMatch(/http:\/\/mail\.example\/m\/w\/\w{26}/)
  expect(mail + tested).not.toContain('/track/')
})

it('tracking.paths: a URL of the installation is not tracked again, whichever paths it has', async () => {
  const own = ['http://mail.example/m/u/x', 'http://mail.example/track/unsubscribe/x', 'HTTP://mail.example/M/W/y']
  const html = own.map((url) => `<a href="${url}">own</a>`).join('')
  const { sillage } = installation({})
  const { id } = await sillage.campaigns.create({ ...campaign, html, start: false })
  expect((await sillage.campaigns.stats(id)).links).toEqual([])
})

it('http.trustProxy', async () => {
  const { sillage, send, pixel } = installation({ http: { trustProxy: 1 }, privacy: { ip: 'full' } })
  await send()
  await pixel({ 'x-forwarded-for': '203.0.113.9' })
  expect((await sillage.messages.events('1')).items.map(({ ip }) => ip)).toEqual(['203.0.113.9'])
})
