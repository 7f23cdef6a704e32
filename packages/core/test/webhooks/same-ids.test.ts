import { afterEach, expect, it } from 'vitest'
import { createHttpApp } from '../../src/http/index.ts'
import { createTokenSealer, type EventType, eventTypes, type SillageEvent, type TokenKind } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { type Receiver, receiver } from './receiver.ts'
import { goOn, stage } from './stage.ts'

const secrets = ['a secret for webhooks']
let hook: Receiver
let close: () => Promise<unknown>
afterEach(async () => {
  await close()
  await hook.close()
})

/** Not told by `on`, or to nobody else. */
const elsewhere: readonly EventType[] = ['message.skipped', 'webhook.test']

it('a fact is the same to a listener, a subscription and a webhook: its id, its time and what it says', async () => {
  hook = await receiver()
  const clock = fakeClock()
  const refused = { kind: 'refused', stage: 'rcpt', code: 550, enhancedCode: '5.1.1', text: '550 5.1.1 gone' } as const
  const transport = recordingTransport({
    clock,
    answer: ({ envelope }) => (envelope.to.startsWith('bob') ? refused : { kind: 'accepted', response: '250 ok' }),
  })
  const { sillage } = await stage({ secrets, transport }, clock)
  close = () => sillage.close()
  const own = sillage.for('acme')
  const heard: SillageEvent[] = []
  const handled: SillageEvent[] = []
  for (const type of eventTypes) sillage.on(type, (event) => void heard.push(event), { machines: true })
  sillage.subscribe('all', [...eventTypes], (event) => void handled.push(event), { machines: true })
  const { secret } = await own.webhooks.create({ url: hook.url, events: ['*'], machines: true })
  await clock.advance(2_000)

  const content = { name: 'n', subject: 's', html: '<a href="https://shop.example/a">A</a>' }
  const recipients = [{ email: 'ada@example.org', ref: 'user_1' }, { email: 'bob@example.org' }]
  const due = async () => {
    const sent = sillage.sendDue()
    await clock.advance(30_000)
    await sent
  }
  const { id: campaignId } = await own.campaigns.create({ ...content, recipients, start: false })
  await clock.advance(1_000)
  await own.campaigns.start(campaignId)
  await clock.advance(1_000)
  await own.campaigns.pause(campaignId)
  await clock.advance(1_000)
  await own.campaigns.resume(campaignId)
  await due()
  const cancelled = await own.campaigns.create({ ...content, recipients })
  await clock.advance(1_000)
  await own.campaigns.cancel(cancelled.id)
  await own.campaigns.create({
    ...content,
    recipients: [{ email: 'bob@example.org' }],
    scheduledAt: new Date(clock.now() + 5_000),
  })
  await clock.advance(6_000)
  await due()

  const app = createHttpApp(sillage, {})
  const sealer = createTokenSealer(secrets)
  const ask = async (id: string, kind: TokenKind, query = '', userAgent = 'Mozilla/5.0 Firefox/140.0') => {
    const route = app.routes.find((one) => one.id === id) ?? expect.fail(id)
    const params = { token: sealer.seal({ kind, messageId: 1, linkId: kind === 'click' ? 1 : 0 }) }
    const method = kind === 'pixel' || kind === 'click' ? 'GET' : 'POST'
    const request = {
      method,
      query,
      params,
      headers: { 'user-agent': userAgent },
      remoteAddress: '192.0.2.7',
      body: undefined,
    }
    await app.respond(route, request, { url: '/', raw: undefined })
    await clock.advance(1_000)
  }
  await clock.advance(120_000)
  await ask('click', 'click')
  await ask('pixel', 'pixel')
  await ask('pixel', 'pixel', '', 'python-requests/2')
  const [message] = (await sillage.messages.list({ campaignId })).items
  const refs = { messageId: message?.id ?? '' }
  const error = { kind: 'mailbox', message: '452 4.2.2 full', code: 452 } as const
  const bounce = { type: 'bounce', refs, bounce: { permanent: false, error } } as const
  await sillage.feedback.record([{ type: 'delivered', refs }], { source: 'test' })
  await sillage.feedback.record([bounce, { type: 'complaint', refs }], { source: 'test' })
  await ask('unsubscribe', 'unsubscribe', 'by=page')
  const dead = await own.webhooks.create({ url: `${hook.url}?gone`, events: ['message.opened'] })
  hook.answers((response, { url }) => void response.writeHead(url.endsWith('gone') ? 410 : 204).end())
  await ask('pixel', 'pixel')
  await goOn(clock, async () => !(await own.webhooks.get(dead.id)).enabled, { between: hook.pass })
  const byId = (events: readonly SillageEvent[]) =>
    events.filter(({ type }) => !elsewhere.includes(type)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  await goOn(
    clock,
    () =>
      heard.some(({ type }) => type === 'webhook.disabled') &&
      byId(handled).length >= heard.length &&
      hook.received.filter(({ url }) => !url.endsWith('gone')).length >= heard.length,
    { between: hook.pass },
  )
  expect(new Set(heard.map(({ type }) => type)).size).toBeGreaterThanOrEqual(12)
  expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length)
  expect(byId(handled)).toEqual(byId(heard))
  const delivered = await hook.verified(secret, ({ url }) => !url.endsWith('gone'))
  expect(byId(delivered)).toEqual(byId(heard))
})
