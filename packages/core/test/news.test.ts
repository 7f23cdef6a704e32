import { beforeEach, describe, expect, it } from 'vitest'
import { createHttpApp, type HttpRequest, services } from '../src/http/index.ts'
import {
  createSillage,
  createTokenSealer,
  type EventType,
  eventTypes,
  type RecipientInput,
  type Sillage,
  type SillageEvent,
  type TokenKind,
} from '../src/index.ts'
import { memoryStore } from '../src/store/memory/memory-store.ts'
import { fakeClock } from '../src/testing/fake-clock.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'

const secrets = ['a secret for facts']
const sealer = createTokenSealer(secrets)
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const url = 'https://shop.example/a'
const ids = { messageId: '1', campaignId: '1', stream: null, ref: 'user_1', key: null }
const human = { ...ids, verdict: 'human' }

let clock: ReturnType<typeof fakeClock>
let sillage: Sillage
let heard: SillageEvent[]

beforeEach(async () => {
  clock = fakeClock()
  heard = []
  const answered = { code: 550, enhancedCode: '5.1.1', text: '550 5.1.1 gone' }
  const refused = { kind: 'refused', stage: 'rcpt', ...answered } as const
  const transport = recordingTransport({
    clock,
    answer: ({ envelope }) => (envelope.to.startsWith('bob') ? refused : { kind: 'accepted', response: '250 ok' }),
  })
  const options = { secrets, clock, transport, baseUrl: 'https://mail.example', from: 'a@example.org' }
  sillage = createSillage({ ...options, store: memoryStore() })
  await sillage.migrate()
  for (const type of eventTypes) sillage.on(type, (event) => void heard.push(event))
})

async function sendDue() {
  const sent = sillage.sendDue()
  await clock.advance(60_000)
  await sent
}

/** Sends to one person and, where asked, to another whom the server refuses. */
async function send(more: object = {}, others: RecipientInput[] = []) {
  const ada = { email: 'ada@example.org', ref: 'user_1' }
  const content = { name: 'n', subject: 's', html: `<a href="${url}">A</a>`, recipients: [ada, ...others] }
  const campaign = await sillage.for('acme').campaigns.create({ ...content, topic: 'news', key: 'spring', ...more })
  await sendDue()
  return campaign
}

async function ask(route: string, kind: TokenKind, more: Partial<HttpRequest> = {}, userAgent = firefox) {
  const app = createHttpApp(sillage, {})
  const found = app.routes.find(({ id }) => id === route) ?? expect.fail(route)
  const params = { token: sealer.seal({ kind, messageId: 1, linkId: kind === 'click' ? 1 : 0 }) }
  const headers = { 'user-agent': userAgent, ...more.headers }
  const request = { method: 'POST', query: '', remoteAddress: '192.0.2.7', body: undefined, ...more, params, headers }
  await app.respond(found, request, { url: '/', raw: undefined })
  await clock.settle()
}

const dataOf = (...types: EventType[]) => heard.filter(({ type }) => types.includes(type)).map(({ data }) => data)

describe('a fact comes once, with the ids of the message and the host’s own of its recipient', () => {
  it('of a campaign from its start to its end', async () => {
    await send({}, [{ email: 'bob@example.org' }])
    const counts = { total: 2, queued: 0, sent: 1, failed: 1, skipped: 0, unknown: 0 }
    const error = { kind: 'address', message: '550 5.1.1 gone', code: 550, enhancedCode: '5.1.1' }
    expect(heard.map(({ type, owner, data }) => [type, owner, data])).toEqual([
      ['campaign.started', 'acme', { campaignId: '1', key: 'spring' }],
      ['message.sent', 'acme', ids],
      ['message.failed', 'acme', { ...ids, messageId: '2', ref: null, error }],
      ['campaign.completed', 'acme', { campaignId: '1', key: 'spring', counts }],
    ])
    expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length)
    expect(heard[0]?.timestamp).toBe(new Date(Date.UTC(2026, 0, 1)).toISOString())
  })

  it('of a campaign that a person pauses, resumes and cancels, and of one that starts at its time', async () => {
    const { campaigns } = sillage
    const { id } = await campaigns.create({
      name: 'n',
      subject: 's',
      html: 'h',
      recipients: [{ email: 'a@b.example' }],
    })
    await campaigns.pause(id)
    await campaigns.resume(id)
    await campaigns.cancel(id)
    const at = new Date(clock.now() + 5_000).toISOString()
    await send({ scheduledAt: at })
    await sendDue()
    const of = (campaign: string, key: string | null) => ({ campaignId: campaign, key })
    expect(heard.filter(({ type }) => type.startsWith('campaign.')).map(({ type, data }) => [type, data])).toEqual([
      ['campaign.started', of('1', null)],
      ['campaign.paused', { ...of('1', null), reason: 'user' }],
      ['campaign.cancelled', of('1', null)],
      ['campaign.started', of('2', 'spring')],
      ['campaign.completed', expect.objectContaining(of('2', 'spring'))],
    ])
  })

  it('of a campaign whose last message is skipped because its address was suppressed meanwhile', async () => {
    await send({ start: false })
    await sillage.for('acme').suppressions.create({ email: 'ada@example.org' })
    await sillage.campaigns.start('1')
    await sendDue()
    expect(dataOf('campaign.completed')).toMatchObject([{ counts: { skipped: 1, sent: 0 } }])
  })

  it('of hits: each with its verdict, and the first that counts', async () => {
    await send()
    heard = []
    await clock.advance(120_000)
    await ask('pixel', 'pixel', { method: 'GET' })
    await clock.advance(60_000)
    await ask('pixel', 'pixel', { method: 'GET' })
    await ask('click', 'click', { method: 'GET' })
    expect(heard.map(({ type, owner, data }) => [type, owner, data])).toEqual([
      ['message.opened', 'acme', { ...human, first: true }],
      ['message.opened', 'acme', { ...human, first: false }],
      ['message.clicked', 'acme', { ...human, first: true, link: { id: '1', url } }],
    ])
  })

  it('of a click before any open: the open that it proves comes first', async () => {
    await send()
    heard = []
    await clock.advance(120_000)
    await ask('click', 'click', { method: 'GET' })
    expect(heard.map(({ type, data }) => [type, 'first' in data && data.first])).toEqual([
      ['message.opened', true],
      ['message.clicked', true],
    ])
    const { opens, clicks } = await sillage.campaigns.stats('1')
    expect([opens.unique, clicks.unique]).toEqual([1, 1])
  })

  it.each([
    ['the page', 'by=page', 'page'],
    ['a mail program', '', 'one-click'],
  ])('of a recipient who unsubscribes by %s', async (_, query, by) => {
    await send()
    await ask('unsubscribe', 'unsubscribe', { query })
    await ask('unsubscribe', 'unsubscribe', { query })
    expect(dataOf('recipient.unsubscribed')).toEqual([{ ...ids, topic: 'news', by }])
  })

  it('of a recipient who decides what is measured', async () => {
    await send()
    const consent = { opens: false, clicks: true, readTime: false }
    await ask('preferences', 'preferences', { body: { parsed: { clicks: 'on' } } })
    expect(dataOf('recipient.consented')).toEqual([{ ...ids, consent }])
  })

  it('of what servers and providers report', async () => {
    await send()
    const error = { kind: 'mailbox', message: '452 4.2.2 full', code: 452, enhancedCode: '4.2.2' } as const
    const refs = { messageId: '1' }
    const events = [
      { type: 'bounce', refs, bounce: { permanent: false, error } },
      { type: 'complaint', refs, complaint: { feedbackType: 'abuse' } },
    ] as const
    await sillage.feedback.record([...events], { source: 'test' })
    await clock.settle()
    expect(dataOf('message.bounced')).toEqual([{ ...ids, permanent: false, error }])
    expect(dataOf('message.complained')).toEqual([{ ...ids, feedbackType: 'abuse' }])
  })
})

it('leaves machines out, unless they are asked for', async () => {
  await send()
  const machines: SillageEvent<'message.clicked'>[] = []
  sillage.on('message.clicked', (event) => void machines.push(event), { machines: true })
  await ask('click', 'click', { method: 'GET' }, 'curl/8.5.0')
  expect(dataOf('message.clicked', 'message.opened')).toEqual([])
  expect(machines.map(({ data }) => [data.first, data.verdict])).toEqual([[false, 'scanner']])
})

it('says no address, whatever happened', async () => {
  await send({}, [{ email: 'bob@example.org', ref: 'user_2' }])
  await ask('pixel', 'pixel', { method: 'GET' })
  await ask('unsubscribe', 'unsubscribe')
  expect(heard.length).toBeGreaterThan(4)
  expect(JSON.stringify(heard)).not.toMatch(/@|192\.0\.2|Firefox/)
})

it('asks the store for events only where somebody listens, and ends with the function that `on` gave', async () => {
  const quiet = createSillage({ store: memoryStore(), baseUrl: 'https://mail.example', secrets })
  const asked: unknown[] = []
  const { store, tracker, visit } = quiet[services]
  const record = store.events.record.bind(store.events)
  store.events.record = (group, judge) => {
    asked.push(group.withEvents)
    return record(group, judge)
  }
  const request = { method: 'GET', params: {}, query: '', headers: {}, remoteAddress: '192.0.2.1', body: undefined }
  const hit = () => tracker.record('view', { kind: 'view', messageId: 1, linkId: 0 }, visit(request))
  await hit()
  const end = quiet.on('message.opened', () => {})
  await hit()
  end()
  await hit()
  expect(asked).toEqual([false, true, false])
})
