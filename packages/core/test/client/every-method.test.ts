import { afterEach, expect, expectTypeOf, it } from 'vitest'
import { type Client, createClient } from '../../src/client/index.ts'
import { pixelGif } from '../../src/content/pixel.ts'
import { createSillage, type EventType, type RecipientInput, type SillageApi, storeAssets } from '../../src/index.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { fetchServer } from '../http/fetch-server.ts'
import { allowed, unheard } from '../unheard.ts'

const email = 'zoe@example.org'
const other = 'other@example.org'
const hook = { url: unheard, events: ['message.sent'] as EventType[] }
const secret = `whsec_${'QUJD'.repeat(8)}`
const statuses = ({ items }: { items: { status: string }[] }) => items.map(({ status }) => status)
const content = { subject: 's', html: '<a href="https://shop.example/">A</a>' }
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** An installation with rows of `owner`, then of another tenant; the same whenever it is made. */
async function world(owner: string | undefined) {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const from = 'a@b.example'
  const options = {
    store: memoryStore(),
    clock,
    transport,
    baseUrl: 'http://mail.example',
    from,
    assets: storeAssets(),
    ...allowed,
  }
  const sillage = createSillage(options)
  closers.push(() => sillage.close())
  await sillage.migrate()
  const as = (of: string | undefined): SillageApi => (of === undefined ? sillage : sillage.for(of))
  async function rowsOf(of: string | undefined) {
    const api = as(of)
    const list: RecipientInput[] = [{ email, data: { name: 'Zoe' } }, { email: other }]
    const { id: campaign } = await api.campaigns.create({ name: `of ${of}`, ...content, recipients: list })
    await sillage.sendDue()
    const [message] = (await api.messages.list({ campaignId: campaign, q: email })).items
    const { id: draft } = await api.campaigns.create({
      name: `draft of ${of}`,
      ...content,
      recipients: list,
      start: false,
    })
    const { id: contact } = await api.contacts.create({ email, company: `of ${of}`, tags: [`of ${of}`] })
    const { id: template } = await api.templates.create({ name: `of ${of}`, ...content })
    const { id: suppression } = await api.suppressions.create({ email: other, topic: `of ${of}` })
    await api.streams.put('receipts', { name: `of ${of}`, ...content })
    const later = { stream: 'receipts', to: email, scheduledAt: '2030-01-01T00:00:00Z' }
    const { id: waiting } = await api.messages.send({ ...later, key: `first of ${of}` })
    await sillage.feedback.record([{ type: 'complaint', refs: { messageId: message?.id ?? '' } }], { source: 't' })
    const { id: webhook } = await api.webhooks.create({ ...hook, description: `of ${of}` })
    await api.webhooks.test(webhook)
    return {
      campaign,
      message: message?.id ?? '',
      waiting,
      draft,
      contact,
      template,
      suppression,
      webhook,
      topic: `of ${of}`,
    }
  }
  const ids = await rowsOf(owner)
  await rowsOf('b')
  return { sillage, api: as(owner), ids }
}
type World = Awaited<ReturnType<typeof world>>

/** A tenant in the process, and the same asked over HTTP. */
async function remote() {
  const all = await world('a')
  const server = await fetchServer(all.sillage, { authorize: () => ({ owner: 'a' }) })
  closers.push(() => server.close())
  return { ...all, client: createClient({ baseUrl: server.url }) }
}

type Api = SillageApi | Client
type Call = (api: Api, of: World['ids']) => Promise<unknown>
/** `one`: the installation answers as the tenant whose row it is. `many`: it answers the rows of all tenants. */
interface Row {
  call: Call
  of: 'one' | 'many'
}
const one = (call: Call): Row => ({ call, of: 'one' })
const many = (call: Call): Row => ({ call, of: 'many' })
const start = false

/** A row for each method; the compiler asks for one that is new. */
const methods: { readonly [Room in keyof SillageApi]: { readonly [Method in keyof SillageApi[Room]]: Row } } = {
  campaigns: {
    create: one((api) => api.campaigns.create({ key: 'k', name: 'n', ...content, recipients: [{ email }], start })),
    list: many((api) => api.campaigns.list()),
    get: one((api, of) => api.campaigns.get(of.campaign)),
    people: one((api) => api.campaigns.people({ where: { planned: { last: 9 } } })),
    count: one((api, of) => api.campaigns.count({ contactIds: [of.contact], where: { planned: { last: 9 } } })),
    update: one((api, of) => api.campaigns.update(of.draft, { name: 'other', ifRevision: 1 })),
    start: one((api, of) => api.campaigns.start(of.draft)),
    pause: one(async (api, of) => [await api.campaigns.start(of.draft), await api.campaigns.pause(of.draft)]),
    resume: one(async (api, of) => {
      await api.campaigns.start(of.draft)
      return [await api.campaigns.pause(of.draft), await api.campaigns.resume(of.draft)]
    }),
    cancel: one((api, of) => api.campaigns.cancel(of.draft)),
    retry: one((api, of) => api.campaigns.retry(of.campaign, { include: ['failed'] })),
    delete: one((api, of) => api.campaigns.delete(of.campaign)),
    stats: one((api, of) => api.campaigns.stats(of.campaign)),
    timeline: one((api, of) => api.campaigns.timeline(of.campaign, { bucket: 'day' })),
    programs: one((api, of) => api.campaigns.programs(of.campaign)),
    sendTest: one(async (api, of) => (await api.campaigns.sendTest({ to: email, template: of.template })).to),
    preview: one((api, of) => api.campaigns.preview({ ...content, contactId: of.contact })),
    check: one((api, of) => api.campaigns.check({ html: '<p>{{city}}</p>', campaignId: of.campaign })),
  },
  streams: {
    put: one((api) => api.streams.put('news', { ...content, topic: 't' })),
    get: one((api) => api.streams.get('receipts')),
    list: many((api) => api.streams.list()),
    update: one((api) => api.streams.update('receipts', { name: 'other', ifRevision: 1 })),
    delete: one((api) => api.streams.delete('receipts')),
    pause: one((api) => api.streams.pause('receipts')),
    resume: one(async (api) => [await api.streams.pause('receipts'), await api.streams.resume('receipts')]),
    retry: one((api, of) => api.streams.retry('receipts', { include: ['failed'], messageIds: [of.waiting] })),
    stats: one((api) => api.streams.stats('receipts', { since: '2026-01-01T00:00:00Z' })),
    timeline: one((api) => api.streams.timeline('receipts', { bucket: 'day', until: '2030-01-01T00:00:00Z' })),
  },
  attachments: {
    create: one((api) => api.attachments.create({ filename: 'Каталог.pdf', content: 'text' })),
  },
  messages: {
    list: one((api, of) => api.messages.list({ campaignId: of.campaign, sort: 'sentAt', order: 'desc', limit: 1 })),
    send: one((api) => api.messages.send({ stream: 'receipts', to: { email, ref: 'r' }, data: { a: 1 }, key: 'k' })),
    track: one(async (api) => {
      const mail = { stream: 'invoices', to: { email, ref: 'r' }, html: content.html, subject: 's', keep: true }
      // Tokens are sealed with a key of each installation's own.
      const { headers, html, ...tracked } = await api.messages.track({ ...mail, topic: 't', key: 'k', deadlineMs: 900 })
      return [tracked, Object.keys(headers), html.length]
    }),
    get: one(async (api, of) => {
      // Of a key of its own for each installation.
      const { rfcMessageId, ...message } = await api.messages.get(of.message)
      return [message, rfcMessageId?.length]
    }),
    cancel: one((api, of) => api.messages.cancel(of.waiting)),
    events: one((api, of) => api.messages.events(of.message)),
    exportCsv: one(async (api, of) => (await all(await api.messages.exportCsv({ campaignId: of.campaign }))).join('')),
  },
  templates: {
    create: one((api) => api.templates.create({ key: 'k', name: 'n', ...content })),
    list: many((api) => api.templates.list()),
    get: one((api, of) => api.templates.get(of.template)),
    put: one((api) => api.templates.put('k', { name: 'n', ...content })),
    update: one((api, of) => api.templates.update(of.template, { name: 'n', ifRevision: 1 })),
    delete: one((api, of) => api.templates.delete(of.template)),
  },
  contacts: {
    create: one((api) => api.contacts.create({ email: 'new@example.org', tags: ['t'] })),
    import: one((api) => api.contacts.import('email,company\nimported@example.org,Port\nnone,\n')),
    list: many((api) => api.contacts.list({ q: 'zoe' })),
    companies: many((api) => api.contacts.companies()),
    tags: many((api) => api.contacts.tags()),
    get: one((api, of) => api.contacts.get(of.contact)),
    update: one((api, of) => api.contacts.update(of.contact, { name: 'other' })),
    delete: one((api, of) => api.contacts.delete(of.contact)),
  },
  recipients: {
    get: one((api) => api.recipients.get(other)),
    unsubscribe: one((api) => api.recipients.unsubscribe(email, { topic: 't', at: new Date(0), source: 's' })),
    resubscribe: one((api, of) => api.recipients.resubscribe(other, { topic: of.topic })),
    consent: one((api) => api.recipients.consent(email, { opens: false, at: new Date(0), source: 's' })),
    export: many((api) => api.recipients.export(email)),
    erase: many((api) => api.recipients.erase(email)),
  },
  suppressions: {
    create: one((api) => api.suppressions.create({ email: 'new@example.org' })),
    list: many((api) => api.suppressions.list({ limit: 200 })),
    delete: one((api, of) => api.suppressions.delete(of.suppression)),
  },
  webhooks: {
    create: one((api) => api.webhooks.create({ ...hook, secret })),
    get: one((api, of) => api.webhooks.get(of.webhook)),
    list: many((api) => api.webhooks.list({ limit: 200 })),
    update: one((api, of) => api.webhooks.update(of.webhook, { enabled: false, events: ['*'] })),
    delete: one((api, of) => api.webhooks.delete(of.webhook)),
    test: one(async (api, of) => (await api.webhooks.test(of.webhook)).status),
    rotateSecret: one(async (api, of) => Object.keys(await api.webhooks.rotateSecret(of.webhook, { overlapMs: 0 }))),
    deliveries: one(async (api, of) => statuses(await api.webhooks.deliveries(of.webhook, { failed: true }))),
    redeliver: one(async (api, of) => {
      const [delivery] = (await api.webhooks.deliveries(of.webhook)).items
      return (await api.webhooks.redeliver(of.webhook, delivery?.id ?? '')).attempts
    }),
  },
  assets: { create: one((api) => api.assets.create({ bytes: pixelGif, name: 'Пиксель.gif' })) },
  brand: { get: one((api) => api.brand.get()) },
  transports: { list: one((api) => api.transports.list()) },
}
const rows = Object.entries(methods).flatMap(([room, of]) =>
  Object.entries<Row>(of).map(([name, row]) => [`${room}.${name}`, row] as const),
)

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of list) items.push(item)
  return items
}

/** Everything that the tenant has. */
async function everything(api: Api) {
  const campaigns = await all(api.campaigns.list())
  return {
    campaigns: await Promise.all(campaigns.map(({ id }) => api.campaigns.get(id))),
    templates: await all(api.templates.list()),
    contacts: await all(api.contacts.list()),
    suppressions: await all(api.suppressions.list()),
    webhooks: await all(api.webhooks.list()),
    people: [await api.recipients.get(email), await api.recipients.get(other)],
  }
}

/** An answer without the names of whose rows they are, in which the worlds differ. */
const named = (answer: unknown, owner: string | undefined) =>
  JSON.stringify(answer ?? null).replaceAll(`of ${owner}`, 'of a')

it.each(rows)('%s: the client answers and does what the tenant does in the process', async (_, { call, of }) => {
  const [near, far] = [await world('a'), await remote()]
  const answer = await call(near.api, near.ids)
  expect(await call(far.client, far.ids)).toEqual(answer)
  expect(await everything(far.client)).toEqual(await everything(near.api))
  expect(JSON.stringify(answer ?? '')).not.toContain('of b')
  const whole = await world(undefined)
  const answered = named(await call(whole.api, whole.ids), undefined)
  if (of === 'one') expect(answered).toBe(named(answer, 'a'))
  else expect(answered).not.toBe(named(answer, 'a'))
})

it('has every method, and where a namespace is expected a client may be given', async () => {
  const { api, client } = await remote()
  const { live, watch, ...rooms } = client
  expect([typeof live.on, typeof watch]).toEqual(['function', 'function'])
  const namesOf = (of: object) => Object.entries(of).map(([room, methods]) => [room, Object.keys(methods).sort()])
  expect(Object.fromEntries(namesOf(rooms))).toEqual(Object.fromEntries(namesOf(api)))
  expectTypeOf<Client>().toExtend<Omit<SillageApi, 'contacts'>>()
  expectTypeOf<Client['contacts']>().toExtend<Omit<SillageApi['contacts'], 'import'>>()
})
