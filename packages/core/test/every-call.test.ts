import { inspect } from 'node:util'
import { afterAll, expect, expectTypeOf, it } from 'vitest'
import { services } from '../src/http/services.ts'
import { createSillage, type FeedbackEvent, isSillageError, type Sillage } from '../src/index.ts'
import { memoryStore } from '../src/store/memory/memory-store.ts'
import { fakeClock } from '../src/testing/fake-clock.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'

type Method = (...args: never[]) => unknown
/** What a method is given in each of its places, those included that may be left out. */
type Given<M> = M extends (...args: infer Args) => unknown ? Required<Args> : never
type Calls<Part> = { readonly [Name in keyof Part as Part[Name] extends Method ? Name : never]: Given<Part[Name]> }
type Rooms = { [Name in keyof Sillage & string as Sillage[Name] extends Method ? never : Name]: Sillage[Name] }

const clock = fakeClock()
const sillage = createSillage({
  store: memoryStore(),
  clock,
  transport: recordingTransport({ clock }),
  baseUrl: 'http://mail.example/s',
  from: 'ada@example.org',
})
afterAll(() => sillage.close())
await sillage.migrate()

const email = 'zoe@example.net'
const person = { email, name: 'Zoe', data: { city: 'Brest' }, consent: { opens: true } }
const content = { subject: 's', html: 'h' }
const settings = { limits: { perDay: 9 }, headers: { 'X-A': 'a' }, tracking: { utm: { source: 's' } } }
const recipients = [person]
const selection = { where: { q: 'z', any: [{ company: 'c' }, { not: { tag: 't' } }] } }
const campaign = { name: 'n', ...content, ...settings, recipients, start: false }
const { id } = await sillage.campaigns.create({ ...campaign, start: true })
await sillage.sendDue()
const messageId = (await sillage.messages.list({ campaignId: id })).items[0]?.id ?? ''
const { id: draftId } = await sillage.campaigns.create(campaign)
const contact = { ...person, tags: ['a'] }
const template = { name: 'n', ...content }

const gone = { kind: 'address', message: 'gone' } as const
const bounce = { type: 'bounce', refs: { messageId }, bounce: { permanent: true, error: gone } } as const
const recordOne = (event: object) => sillage.feedback.record([event as FeedbackEvent], { source: 's' })

/** A right call of every method, with each of its objects; the compiler asks for a method or a place that is new. */
const calls: Calls<Sillage> & { [Room in keyof Rooms]: Calls<Rooms[Room]> } = {
  campaigns: {
    create: [{ ...campaign, recipients: selection }],
    get: [id],
    people: [{ where: { ...selection.where, any: [{ tag: 't' }] }, limit: 1 }],
    count: [{ contactIds: [], where: { ...selection.where, clicked: { last: 2, url: 'https://example.org/' } } }],
    list: [{ limit: 1, status: 'draft' }],
    update: [draftId, { ...settings, recipients: selection, ifRevision: 1 }],
    delete: [id],
    start: [id],
    pause: [id],
    resume: [id],
    cancel: [id],
    retry: [id, { include: ['failed'] }],
    sendTest: [{ to: email, ...content, headers: { 'X-A': 'a' }, attachments: [{ filename: 'a', base64: '' }] }],
    stats: [id],
    timeline: [id, { bucket: 'day' }],
    programs: [id],
    preview: [{ ...content, data: { city: 'Brest' }, tracking: {} }],
    check: [{ ...content, data: { city: 'Brest' }, tracking: {}, recipients: selection }],
  },
  streams: {
    put: ['receipts', { ...content, ...settings, transactional: true, ifRevision: 1 }],
    get: ['receipts'],
    list: [{ limit: 1 }],
    update: ['receipts', { ...settings, ifRevision: 1 }],
    delete: ['receipts'],
    pause: ['receipts'],
    resume: ['receipts'],
    retry: ['receipts', { include: ['failed'] }],
    stats: ['receipts', { since: new Date(0) }],
    timeline: ['receipts', { bucket: 'day', until: new Date(0) }],
  },
  attachments: { create: [{ filename: 'a.txt', content: 'a' }] },
  contacts: {
    list: [{ limit: 1, q: 'z', company: 'c', tag: 't' }],
    get: [id],
    create: [contact],
    update: [id, contact],
    delete: [id],
    companies: [{ q: 'c' }],
    tags: [{ q: 't' }],
    import: ['email\na@example.org\n', { columns: { Adresse: 'email' } }],
  },
  templates: {
    list: [{ limit: 1 }],
    get: [id],
    create: [template],
    put: ['welcome', { ...template, ifRevision: 1 }],
    update: [id, { name: 'n', ifRevision: 1 }],
    delete: [id],
  },
  suppressions: {
    list: [{ limit: 1, topic: 'l', reason: 'manual', q: 'z' }],
    create: [{ email, topic: 'l', reason: 'manual' }],
    delete: [id, { reason: 'manual' }],
  },
  messages: {
    list: [{ campaignId: id, limit: 1, sort: 'name', order: 'asc', status: 'sent', q: 'z' }],
    send: [
      { stream: 'receipts', to: { email, ref: 'r', consent: { opens: true } }, ...content, headers: { 'X-A': 'a' } },
    ],
    track: [{ stream: 'receipts', to: { email, ref: 'r', consent: { opens: true } }, html: 'h', deadlineMs: 9 }],
    get: [messageId],
    cancel: [messageId],
    events: [messageId, { limit: 1 }],
    exportCsv: [{ campaignId: id, sort: 'name' }],
  },
  recipients: {
    get: [email],
    unsubscribe: [email, { topic: 'l', reason: 'manual', at: new Date(0), source: 's' }],
    resubscribe: [email, { topic: 'l', at: new Date(0) }],
    consent: [email, { opens: true, at: new Date(0), source: 's' }],
    export: [email],
    erase: [email],
  },
  webhooks: {
    create: [{ url: 'https://hook.invalid/', events: ['*'], machines: true, description: 'd' }],
    get: [id],
    list: [{ limit: 1 }],
    update: [id, { url: 'https://hook.invalid/', events: ['message.sent'], enabled: true }],
    delete: [id],
    test: [id],
    rotateSecret: [id, { overlapMs: 0 }],
    deliveries: [id, { limit: 1, failed: true }],
    redeliver: [id, id],
  },
  assets: { create: [{ bytes: new Uint8Array(), name: 'a.png' }] },
  brand: { get: [] },
  transports: { list: [] },
  migrate: [{ advanceIds: 0 }],
  start: [{ send: false }],
  stop: [{ graceMs: 0 }],
  close: [],
  sendDue: [{ campaignId: id, until: new Date(0) }],
  metrics: [],
  on: ['message.opened', () => {}, { machines: true }],
  subscribe: ['every', ['message.opened'], () => {}, { machines: true }],
  live: { on: ['campaign_stats', () => {}] },
  feedback: {
    record: [
      [
        bounce,
        { type: 'complaint', refs: { messageId, token: 't', rfcMessageId: 'm' }, complaint: {} },
        { type: 'unsubscribe', refs: {}, unsubscribe: { all: false } },
        { type: 'deferred', refs: {}, deferred: { error: { kind: 'rate', message: 'm' } } },
        { type: 'account', refs: {}, account: { message: 'm' } },
      ],
      { source: 's' },
    ],
    recordMail: ['From: a@example.org', { source: 's' }],
    url: ['s'],
  },
  maintenance: { purge: [], recount: [id], reclassify: [id] },
  for: ['a'],
  forAll: [],
}

/** Objects whose keys are the host's own. */
const maps = new Set(['data', 'headers', 'columns'])

/** The value with `nonsense` added to one of its objects, once for each: where, and what the value is then. */
function* withNonsense(value: unknown, at = ''): Generator<[path: string, value: unknown]> {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array) return
  if (!Array.isArray(value)) yield [at === '' ? 'nonsense' : `${at}.nonsense`, { ...value, nonsense: 1 }]
  for (const [key, inner] of Object.entries(value)) {
    if (maps.has(key)) continue
    const path = Array.isArray(value) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`
    for (const [where, changed] of withNonsense(inner, path))
      yield [where, Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed }]
  }
}

function* rows(methods: object, of: object, room = ''): Generator<[string, string, () => Promise<unknown>]> {
  for (const [name, args] of Object.entries(of)) {
    const method = Reflect.get(methods, name)
    if (!Array.isArray(args)) yield* rows(method, args, `${name}.`)
    else
      for (const [place, arg] of args.entries())
        for (const [field, changed] of withNonsense(arg))
          yield [room + name, field, async () => method(...args.with(place, changed))]
  }
}

it.each([...rows(sillage, calls)])('%s refuses %s, by name', async (_, field, call) => {
  const error = await call().catch((thrown: unknown) => thrown)
  // An array has the name of its argument before it.
  const named = field.startsWith('[') ? expect.stringContaining(field) : field
  expect(error).toMatchObject({ code: expect.stringMatching(/^(unknown_field|invalid_option)$/), field: named })
  expect(isSillageError(error) && error.message).toContain('nonsense')
})

it.each<[string, string, () => Promise<unknown>]>([
  ['limit', 'campaigns.list of more than a page', () => sillage.campaigns.list({ limit: 201 })],
  ['limit', 'templates.list of more than a page', () => sillage.templates.list({ limit: 201 })],
  ['status', 'campaigns.list of a status that there is not', () => sillage.campaigns.list({ status: 'sent' as never })],
  [
    'owner',
    'contacts.list with the owner among what is searched',
    () => sillage.contacts.list({ owner: 'a' } as never),
  ],
  ['limit', 'exportCsv with a page', () => sillage.messages.exportCsv({ campaignId: id, limit: 9 } as never)],
  ['cursor', 'exportCsv with a cursor', () => sillage.messages.exportCsv({ campaignId: id, cursor: 'a' } as never)],
  [
    'columns.Adresse',
    'an import into a field that there is not',
    () => sillage.contacts.import('', { columns: { Adresse: 'mail' as never } }),
  ],
  [
    'events[0].refs.messageId',
    'a bounce of no message',
    () => recordOne({ ...bounce, refs: { messageId: 5 as never } }),
  ],
  ['events[0].type', 'a delay as feedback', () => recordOne({ ...bounce, type: 'delay' })],
  [
    'events[0].bounce.error.kind',
    'a bounce of another kind',
    () => recordOne({ ...bounce, bounce: { permanent: true, error: { ...gone, kind: 'x' } } }),
  ],
  ['events[0].at', 'a complaint at no time', () => recordOne({ type: 'complaint', refs: { messageId }, at: 'soon' })],
])('names %s: %s', async (field, _, call) => {
  await expect(call()).rejects.toMatchObject({
    code: expect.stringMatching(/^(invalid_field|unknown_field|invalid_option)$/),
    field,
  })
})

it.each(['campaigns', 'templates', 'suppressions', 'contacts', 'messages'] as const)(
  'rejects, and throws nothing, for null in place of the query of %s.list',
  async (room) => {
    const list = sillage[room].list as (query: unknown) => Promise<unknown>
    await expect(list(null)).rejects.toMatchObject({ code: 'invalid_field' })
  },
)

it('refuses an event that there is not, and what is no listener', () => {
  expect(() => sillage.on('message.hit' as never, () => {})).toThrow('event: expected message.sent, ')
  expect(() => sillage.live.on('message.sent' as never, () => {})).toThrow('event: expected campaign_progress, ')
  expect(() => sillage.on('message.opened', undefined as never)).toThrow('listener: expected a function, got undefined')
  const subscribe = (name: unknown, types: unknown, handler: unknown) => () =>
    sillage.subscribe(name as string, types as [], handler as () => void)
  expect(subscribe('Not a key', ['message.sent'], () => {})).toThrow('name: expected small letters')
  expect(subscribe('a', [], () => {})).toThrow('types: expected the name of an event')
  expect(subscribe('a', ['message.hit'], () => {})).toThrow('types[0]: expected message.sent')
  expect(subscribe('a', ['message.sent'], undefined)).toThrow('handler: expected a function')
})

it('keeps its parts where no loop, log or completion shows them', () => {
  expectTypeOf<Extract<keyof Sillage, 'services'>>().toEqualTypeOf<never>()
  expect([Object.keys(sillage), Object.keys({ ...sillage })]).not.toContainEqual(expect.arrayContaining(['services']))
  expect(Object.getOwnPropertySymbols({ ...sillage })).toEqual([])
  expect(inspect(sillage)).not.toContain('badTokens')
  expect(sillage[services].urls).toBe(sillage[Symbol.for('sillage.services') as typeof services].urls)
})

it('has a row for each method that there is', () => {
  const namesOf = (of: object) =>
    Object.entries(of).flatMap(([name, inner]) =>
      typeof inner === 'function' || Array.isArray(inner) ? [name] : Object.keys(inner).map((one) => `${name}.${one}`),
    )
  expect(namesOf(calls).sort()).toEqual(namesOf(sillage).sort())
})
