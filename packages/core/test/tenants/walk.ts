import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSillage, isSillageError, type Sillage, type SillageApi, type Store } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { allowed, unheard } from '../unheard.ts'
import { below, companies, given, keyed, names, ofOne, tags } from './method-rows.ts'
import { type Finds, finds, type Ids, type Makes, type Rows, type Shows, shows } from './row-kinds.ts'

const email = 'zoe@example.org'
const content = { subject: 's', html: '<a href="https://shop.example/">A</a>' }
const owners = [undefined, 'a', 'b'] as const
type Owner = (typeof owners)[number]

let ids: Map<Owner, Ids>
let sillage: Sillage

const clock = fakeClock()
/** The installation as this tenant has it; without one, all of it. */
const as = (owner: Owner | 'c'): SillageApi => (owner === undefined ? sillage.forAll() : sillage.for(owner))

/** The same person with two tenants, and with none: rows of each kind. */
async function fill(store: Store): Promise<void> {
  const transport = recordingTransport({ clock })
  const baseUrl = 'http://mail.example'
  sillage = createSillage({ store, clock, transport, baseUrl, from: 'a@b.example', ...allowed })
  await sillage.migrate()
  ids = new Map()
  for (const owner of owners) {
    const api = as(owner)
    const planned = { name: `of ${owner}`, ...content, recipients: [{ email }, { email: 'other@example.org' }] }
    const { id: campaign } = await api.campaigns.create(planned)
    await sillage.sendDue()
    const [message] = (await api.messages.list({ campaignId: campaign, q: email })).items
    const { id: contact } = await api.contacts.create({ email, company: `of ${owner}`, tags: [`of ${owner}`] })
    await api.contacts.import(`email,company\nimported@example.org,of ${owner}\n`)
    const { id: template } = await api.templates.create({ name: `of ${owner}`, ...content })
    const { id: suppression } = await api.suppressions.create({ email, topic: `of ${owner}` })
    const { id: file } = await api.attachments.create({ filename: 'a.txt', content: `of ${owner}` })
    const hook = { url: unheard, events: ['message.sent' as const], description: `of ${owner}` }
    const { id: webhook } = await api.webhooks.create(hook)
    const { id: delivery } = await api.webhooks.test(webhook)
    await api.streams.put('receipts', { name: `of ${owner}`, ...content })
    const later = { stream: 'receipts', to: 'stream@example.org', scheduledAt: '2030-01-01T00:00:00Z' }
    const { id: waiting } = await api.messages.send(later)
    const rows = { campaign, message: message?.id ?? '', waiting, contact, template, suppression, file }
    ids.set(owner, { ...rows, webhook, delivery })
  }
}

/** A row for each method; the compiler asks for one that is new. */
const methods: { readonly [Room in keyof SillageApi]: Rows<SillageApi[Room]> } = {
  campaigns: {
    create: { makes: 'campaigns.list' },
    list: shows((api) => api.campaigns.list(), names),
    get: finds((api, of) => api.campaigns.get(of.campaign)),
    people: finds((api, of) => api.campaigns.people({ where: { planned: { campaignId: [of.campaign] } } })),
    count: finds((api, of) => api.campaigns.count({ where: { opened: { campaignId: [of.campaign] } } })),
    update: finds((api, of) => api.campaigns.update(of.campaign, { name: 'other' })),
    start: finds((api, of) => api.campaigns.start(of.campaign)),
    pause: finds((api, of) => api.campaigns.pause(of.campaign)),
    resume: finds((api, of) => api.campaigns.resume(of.campaign)),
    cancel: finds((api, of) => api.campaigns.cancel(of.campaign)),
    retry: finds((api, of) => api.campaigns.retry(of.campaign, { include: ['failed'] })),
    delete: finds((api, of) => api.campaigns.delete(of.campaign)),
    stats: finds((api, of) => api.campaigns.stats(of.campaign)),
    timeline: finds((api, of) => api.campaigns.timeline(of.campaign)),
    programs: finds((api, of) => api.campaigns.programs(of.campaign)),
    sendTest: finds((api, of) => api.campaigns.sendTest({ to: email, template: of.template })),
    preview: finds((api, of) => api.campaigns.preview({ ...content, contactId: of.contact })),
    check: finds((api, of) => api.campaigns.check({ campaignId: of.campaign })),
  },
  streams: {
    ...keyed,
    put: { makes: 'streams.list' },
    list: shows((api) => api.streams.list(), names),
  },
  attachments: { create: { makes: 'below' } },
  messages: {
    list: finds((api, of) => api.messages.list({ campaignId: of.campaign })),
    ...given,
    get: finds((api, of) => api.messages.get(of.message)),
    cancel: finds((api, of) => api.messages.cancel(of.waiting)),
    events: finds((api, of) => api.messages.events(of.message)),
    exportCsv: finds((api, of) => api.messages.exportCsv({ campaignId: of.campaign })),
  },
  templates: {
    create: { makes: 'templates.list' },
    list: shows((api) => api.templates.list(), names),
    get: finds((api, of) => api.templates.get(of.template)),
    put: { makes: 'templates.list' },
    update: finds((api, of) => api.templates.update(of.template, { name: 'n' })),
    delete: finds((api, of) => api.templates.delete(of.template)),
  },
  contacts: {
    create: { makes: 'contacts.list' },
    import: { makes: 'contacts.list' },
    list: {
      shows: async (api) => {
        const { items } = await api.contacts.list()
        const imported = items.filter((contact) => contact.email !== email)
        expect(imported.length).toBe(items.length / 2)
        return imported.map(({ company }) => company)
      },
    },
    companies: shows((api) => api.contacts.companies(), companies),
    tags: shows((api) => api.contacts.tags(), tags),
    get: finds((api, of) => api.contacts.get(of.contact)),
    update: finds((api, of) => api.contacts.update(of.contact, { name: 'other' })),
    delete: finds((api, of) => api.contacts.delete(of.contact)),
  },
  recipients: {
    export: {
      async shows(api) {
        const { contacts, suppressions, messages } = await api.recipients.export(email)
        const ofMessages = messages.map(({ id }) => owners.find((one) => ids.get(one)?.message === String(id)))
        const companies = contacts.map(({ company }) => company).sort()
        expect(suppressions.map(({ topic }) => topic).sort()).toEqual(companies)
        expect(ofMessages.map((owner) => `of ${owner}`).sort()).toEqual(companies)
        return companies
      },
    },
    ...ofOne,
  },
  suppressions: {
    create: { makes: 'suppressions.list' },
    list: { shows: async (api) => (await api.suppressions.list()).items.map(({ topic }) => topic) },
    delete: finds((api, of) => api.suppressions.delete(of.suppression)),
  },
  webhooks: {
    create: { makes: 'webhooks.list' },
    list: shows(
      (api) => api.webhooks.list(),
      ({ description }) => description,
    ),
    get: finds((api, of) => api.webhooks.get(of.webhook)),
    update: finds((api, of) => api.webhooks.update(of.webhook, { enabled: false })),
    delete: finds((api, of) => api.webhooks.delete(of.webhook)),
    test: finds((api, of) => api.webhooks.test(of.webhook)),
    rotateSecret: finds((api, of) => api.webhooks.rotateSecret(of.webhook)),
    deliveries: finds((api, of) => api.webhooks.deliveries(of.webhook)),
    redeliver: finds((api, of) => api.webhooks.redeliver(of.webhook, of.delivery)),
  },
  assets: { create: below },
  brand: { get: below },
  transports: { list: below },
}
const rows = Object.entries(methods).flatMap(([room, of]) =>
  Object.entries<Shows | Finds | Makes>(of).map(([name, row]) => [`${room}.${name}`, row] as const),
)
export const methodNames = rows.map(([name]) => name)
const lists = rows.flatMap(([name, row]) => ('shows' in row ? [[name, row.shows] as const] : []))
const acts: (readonly [string, Finds['finds']])[] = [
  ...rows.flatMap(([name, row]) => ('finds' in row ? [[name, row.finds] as const] : [])),
  [
    'campaigns.create from an earlier one',
    (api, of) =>
      api.campaigns.create({ name: 'n', ...content, recipients: { where: { planned: { campaignId: of.campaign } } } }),
  ],
  ...(['create', 'preview', 'sendTest'] as const).map((name): readonly [string, Finds['finds']] => [
    `campaigns.${name} with an upload`,
    (api, { file }) => {
      const mail = { ...content, attachments: [{ filename: 'a.txt', attachment: file }] }
      if (name === 'preview') return api.campaigns.preview(mail)
      if (name === 'sendTest') return api.campaigns.sendTest({ ...mail, to: email })
      return api.campaigns.create({ ...mail, name: 'n', recipients: [], start: false })
    },
  ]),
  [
    'campaigns.update with an upload',
    async (api, { file }) => {
      const { id } = await api.campaigns.create({ name: 'n', ...content, recipients: [], start: false })
      return api.campaigns.update(id, { attachments: [{ filename: 'a.txt', attachment: file }] })
    },
  ],
  [
    'campaigns.create with a template',
    (api, of) => api.campaigns.create({ name: 'n', template: of.template, recipients: [], start: false }),
  ],
]

/** Ids that no row has. */
const absent = (of: Ids): Ids =>
  Object.fromEntries(Object.entries(of).map(([name, id]) => [name, String(Number(id) + 1_000_000)])) as unknown as Ids

/** All that an error says, but for the id that was asked for. */
const told = (error: unknown): string =>
  isSillageError(error) ? JSON.stringify(error).replaceAll(/\d+/g, '#') : String(error)

/** How another tenant's row is refused where it is read, and where it is named in an input. */
const refusals = /^(not_found|unknown_template|unknown_contact|invalid_field)$/

/**
 * Cases that ask each method as two tenants, as one without rows, and as the whole installation. `open` gives an empty
 * store each time.
 */
export function walkTenants(open: () => Promise<Store>): void {
  beforeEach(async () => fill(await open()))
  afterEach(() => sillage.close())

  describe('a tenant', () => {
    it.each(lists)('sees only its own in %s, and all are seen without one', async (_, list) => {
      expect((await list(as(undefined))).sort()).toEqual(['of a', 'of b', 'of undefined'])
      expect((await list(sillage)).sort()).toEqual(['of a', 'of b', 'of undefined'])
      expect(await list(as('a'))).toEqual(['of a'])
      expect(await list(as('b'))).toEqual(['of b'])
      expect(await list(as('c'))).toEqual([])
    })

    it.each(acts)('is refused another’s row by %s, and any is found without one', async (_, act) => {
      const of = (owner: Owner) => ids.get(owner) ?? expect.fail('no rows')
      // What cannot be done now was found all the same.
      const outcome = async (row: Ids, api: SillageApi) => {
        try {
          await act(api, row)
          return 'found'
        } catch (error) {
          return isSillageError(error) && error.code === 'wrong_status' ? 'found' : error
        }
      }
      for (const row of [undefined, 'a'] as const) {
        const refused = await outcome(of(row), as('b'))
        expect(refused).toMatchObject({ code: expect.stringMatching(refusals) })
        expect(told(refused)).toBe(told(await outcome(absent(of(row)), as('b'))))
      }
      expect(await outcome(of('a'), as('a'))).toBe('found')
      expect(await outcome(of('b'), as(undefined))).toBe('found')
      expect(await outcome(of(undefined), sillage)).toBe('found')
    })

    it('puts and finds a template by the key among its own', async () => {
      const put = (owner: Owner, name: string) => as(owner).templates.put('welcome', { name, ...content })
      for (const owner of owners) expect(await put(owner, `first of ${owner}`)).toMatchObject({ created: true })
      for (const owner of owners) {
        expect(await as(owner).templates.get('welcome')).toMatchObject({ name: `first of ${owner}`, revision: 1 })
        expect(await put(owner, `of ${owner}`)).toMatchObject({ created: false, revision: 2 })
      }
      await expect(as('c').templates.get('welcome')).rejects.toMatchObject({ code: 'not_found' })
    })

    it('makes nothing that another sees', () => {
      // Every method that makes rows made those of `beforeEach`, which the lists show by their owner.
      const listed = new Set<string | undefined>(lists.map(([name]) => name))
      const making = rows.flatMap(([name, row]) => ('makes' in row && row.makes !== 'below' ? [[name, row.makes]] : []))
      expect(making.filter(([, list]) => !listed.has(list))).toEqual([])
      expect(making.map(([name]) => name)).toContain('contacts.import')
    })

    it.each([
      [undefined, 3, [], ['a', 'b', undefined]],
      ['a', 1, ['of b', 'of undefined'], ['a']],
      ['b', 1, ['of a', 'of undefined'], ['b']],
      ['c', 0, ['of a', 'of b', 'of undefined'], ['c']],
    ] as const)('is the only one whose rows are erased: %s', async (owner, touched, left, held) => {
      for (const { suppression } of ids.values()) await sillage.suppressions.delete(suppression)
      expect(await as(owner).recipients.erase(email)).toEqual({ messages: touched })
      const kept = await sillage.recipients.export(email)
      expect(kept.contacts.map(({ company }) => company).sort()).toEqual(left)
      expect(kept.messages.length).toBe(left.length)
      const skipped: (string | undefined)[] = []
      for (const one of ['a', 'b', 'c', undefined] as const) {
        const again = { name: 'again', ...content, recipients: [{ email }], start: false }
        const { id } = await as(one).campaigns.create(again)
        if ((await sillage.campaigns.get(id)).skipped === 1) skipped.push(one)
      }
      expect(skipped).toEqual(held)
    })

    it('decides for its own mails only', async () => {
      const topics = async () =>
        Object.fromEntries(
          await Promise.all(owners.map(async (one) => [one, (await as(one).recipients.get('new@example.org')).topics])),
        )
      await as('a').recipients.unsubscribe('new@example.org', { topic: 'news' })
      await as(undefined).recipients.unsubscribe('new@example.org', { topic: 'offers' })
      expect(await topics()).toEqual({ a: { news: false }, b: {}, undefined: { offers: false } })
      await as('b').recipients.resubscribe('new@example.org', { topic: 'news' })
      await as('b').recipients.resubscribe('new@example.org', { topic: 'offers' })
      expect(await topics()).toEqual({ a: { news: false }, b: {}, undefined: { offers: false } })
      await as('a').recipients.consent(email, { opens: false })
      for (const one of owners) {
        expect((await as(one).recipients.get(email)).consent.opens, `of ${one}`).toBe(one !== 'a')
        expect((await as(one).recipients.export(email)).consents.length > 0).toBe(one !== 'b')
      }
    })

    it('gets the suppressions of bounces and complaints about its messages', async () => {
      for (const { suppression } of ids.values()) await sillage.suppressions.delete(suppression)
      const refs = { messageId: ids.get('a')?.message ?? '' }
      await sillage.feedback.record([{ type: 'complaint', refs }], { source: 'test' })
      const held = async (api: SillageApi) => (await api.suppressions.list()).items.length
      expect([await held(sillage), await held(as('a')), await held(as('b'))]).toEqual([1, 1, 0])
    })
  })
}
