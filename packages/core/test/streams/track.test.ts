import { expect, it, onTestFinished } from 'vitest'
import { createSillage, defineStream, memoryStore, type SillageOptions, type Store } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { fetchServer } from '../http/fetch-server.ts'

const html =
  '<!doctype html><p class="a">For {{name}} &amp; co: <a href="https://port.example/7?a=1&amp;b=2">Invoice</a></p>'
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'
const invoice = { stream: 'invoices', to: 'zoe@example.net', subject: 'Invoice 7', html }

async function office(options: Partial<SillageOptions> = {}) {
  const clock = fakeClock()
  const warnings: string[] = []
  const log = (level: string) => (_: unknown, message?: string) => level === 'warn' && warnings.push(message ?? '')
  const logger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') }
  const sillage = createSillage({ store: memoryStore(), clock, logger, baseUrl: 'https://mail.example', ...options })
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  /** Asks for a URL of a mail, as a person's program would. */
  async function follow(url: string): Promise<Response> {
    const server = await fetchServer(sillage)
    onTestFinished(() => server.close())
    const target = url.replace('https://mail.example', server.url)
    return fetch(target, { redirect: 'manual', headers: { 'user-agent': chrome } })
  }
  return { sillage, clock, warnings, follow }
}

const urlOf = (text: string, kind: string): string =>
  new RegExp(`https://mail\\.example/track/${kind}/[\\w-]+`).exec(text)?.[0] ?? `no ${kind}`

it('gives back the mail as it was, but for links, pixel and headers, and measures it', async () => {
  const { sillage, clock, follow } = await office()
  const heard: unknown[] = []
  sillage.on('message.sent', ({ data }) => heard.push(data))
  const mail = await sillage.messages.track({ ...invoice, to: { email: 'zoe@example.net', ref: 'user 42' } })
  const id = mail.id ?? 'none'
  const [click, pixel] = [urlOf(mail.html, 'click'), urlOf(mail.html, 'pixel')]
  expect(mail.html.replace(click, 'https://port.example/7?a=1&amp;b=2')).toContain(html.slice(0, -4))
  expect(mail.html).toContain(pixel)
  expect(mail.text).toContain('Invoice')
  expect(mail.headers).toEqual({
    'List-Unsubscribe': expect.stringContaining('https://mail.example/track/unsubscribe/'),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'X-Sillage-Message': expect.any(String),
  })
  expect(mail.suppressed).toBe(false)
  expect(await sillage.messages.get(id)).toMatchObject({ status: 'sent', subject: 'Invoice 7', attempts: 0 })
  await clock.advance(60_000)
  expect((await follow(click)).headers.get('location')).toBe('https://port.example/7?a=1&b=2')
  expect((await follow(pixel)).status).toBe(200)
  expect((await sillage.messages.get(id)).clicks).toBe(1)
  expect(await sillage.streams.stats('invoices')).toMatchObject({
    sent: 1,
    opens: { unique: 1, tracked: 1 },
    clicks: { unique: 1, tracked: 1 },
  })
  expect(heard).toEqual([{ messageId: id, campaignId: null, stream: 'invoices', ref: 'user 42', key: null }])
  expect(sillage.metrics().tracked).toEqual({ mails: 1, untracked: 0 })
})

it('makes the stream with the first mail, and changes none that is there', async () => {
  const { sillage } = await office()
  await sillage.messages.track({ ...invoice, topic: 'billing' })
  expect(await sillage.streams.get('invoices')).toMatchObject({ topic: 'billing', revision: 1, html: null })
  await sillage.messages.track({ ...invoice, topic: 'other' })
  expect(await sillage.streams.get('invoices')).toMatchObject({ topic: 'billing', revision: 1 })
  const receipts = defineStream({ key: 'receipts', transactional: true, tracking: { clicks: true } })
  const mail = await sillage.messages.track({ ...invoice, stream: receipts })
  expect(Object.keys(mail.headers)).toEqual(['X-Sillage-Message'])
  expect([urlOf(mail.html, 'click'), urlOf(mail.html, 'pixel')]).toEqual([expect.any(String), 'no pixel'])
})

it('keeps no HTML unless it is asked to', async () => {
  const { sillage, follow } = await office()
  const mail = { ...invoice, html: `${html}<a href="{{viewUrl}}">View</a>` }
  for (const [keep, status] of [
    [false, 410],
    [true, 200],
  ] as const) {
    const { html: sent } = await sillage.messages.track({ ...mail, keep })
    expect((await follow(urlOf(sent, 'view'))).status).toBe(status)
  }
})

it('gives the first message of a key back, with the mail of the second call', async () => {
  const { sillage, clock, follow } = await office()
  const first = await sillage.messages.track({ ...invoice, key: 'invoice 7' })
  const other = '<a href="https://port.example/other">Other</a>'
  const second = await sillage.messages.track({ ...invoice, html: other, key: 'invoice 7' })
  expect(second.id).toBe(first.id)
  await clock.advance(60_000)
  expect((await follow(urlOf(second.html, 'click'))).headers.get('location')).toBe('https://port.example/other')
  expect((await sillage.streams.stats('invoices')).sent).toBe(1)
})

it('says who is held back, and tracks nothing that a person refused', async () => {
  const { sillage } = await office()
  await sillage.recipients.unsubscribe('zoe@example.net', { topic: 'billing' })
  await sillage.recipients.consent('zoe@example.net', { opens: false, clicks: false })
  const mail = await sillage.messages.track({ ...invoice, topic: 'billing' })
  expect(mail.suppressed).toBe(true)
  expect(mail.html).toBe(html)
  expect(await sillage.messages.get(mail.id ?? '')).toMatchObject({ status: 'sent' })
  expect((await sillage.messages.track({ ...invoice, stream: 'other' })).suppressed).toBe(false)
})

it('knows who is held back by the tenant, and by what holds a mail of this stream', async () => {
  const { sillage } = await office()
  const [a, b] = [sillage.for('a'), sillage.for('b')]
  await a.recipients.unsubscribe('zoe@example.net')
  expect((await a.messages.track(invoice)).suppressed).toBe(true)
  expect((await b.messages.track(invoice)).suppressed).toBe(false)
  await a.streams.put('passwords', { transactional: true })
  expect((await a.messages.track({ ...invoice, stream: 'passwords' })).suppressed).toBe(false)
})

it('measures by the choice that is stored, not by the one that comes with the mail', async () => {
  const { sillage } = await office()
  const to = { email: 'zoe@example.net', consent: { opens: true, clicks: true } }
  expect((await sillage.messages.track({ ...invoice, to })).html).toContain('/track/pixel/')
  await sillage.recipients.consent('zoe@example.net', { opens: false, clicks: false })
  expect((await sillage.messages.track({ ...invoice, to })).html).toBe(html)
})

it('says once that a message of a key was sent', async () => {
  const { sillage } = await office()
  const heard: string[] = []
  sillage.on('message.sent', ({ data }) => heard.push(data.messageId))
  const [first] = [
    await sillage.messages.track({ ...invoice, key: '7' }),
    await sillage.messages.track({ ...invoice, key: '7' }),
  ]
  expect(heard).toEqual([first.id])
})

it.each<[string, object, string]>([
  ['two recipients', { to: 'a@example.org, b@example.org' }, 'to'],
  ['no address', { to: { email: 'nobody' } }, 'to.email'],
  ['no HTML', { html: '' }, 'html'],
  ['a stream that cannot be', { stream: 'No key' }, 'stream'],
  ['a field that there is not', { cc: 'a@example.org' }, 'cc'],
])('refuses %s', async (_, wrong, field) => {
  const { sillage } = await office()
  await expect(sillage.messages.track({ ...invoice, ...wrong })).rejects.toMatchObject({ field })
})

/** Stores that cannot be asked, each in another way. */
const away: Record<string, (store: Store, answered: Promise<void>) => void> = {
  'that refuses': (store) => {
    store.streams.enqueue = () => Promise.reject(new Error('away'))
  },
  'whose streams cannot be read': (store) => {
    store.streams.get = () => Promise.reject(new Error('away'))
  },
  'that answers later': (store, answered) => {
    const { enqueue } = store.streams
    store.streams.enqueue = (messages, at) => answered.then(() => enqueue(messages, at))
  },
}

it.each(Object.entries(away))('gives the mail back untracked in time, of a store %s', async (_, breakStore) => {
  const store = memoryStore()
  const { sillage, clock, warnings } = await office({ store })
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  breakStore(store, answered)
  const tracked = sillage.messages.track({ ...invoice, html: `${html}<a href="{{unsubscribeUrl}}">Leave</a>` })
  await clock.advance(499)
  await clock.advance(1)
  const mail = await tracked
  expect(mail).toMatchObject({ id: null, html: `${html}<a href="#">Leave</a>`, headers: {}, suppressed: false })
  expect(mail.text).toContain('Invoice')
  expect(sillage.metrics().tracked).toEqual({ mails: 0, untracked: 1 })
  expect(warnings).toEqual(['a mail of the host leaves untracked'])
  answer()
})

it('takes HTML that is too long for tracking as it is', async () => {
  const { sillage } = await office({ content: { maxHtmlBytes: 100 } })
  const long = `${html}${'x'.repeat(200)}`
  expect(await sillage.messages.track({ ...invoice, html: long })).toMatchObject({ id: null, html: long })
})
