import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSillage, memoryStore, prometheusText } from '../../../src/index.ts'
import { smtpTransport } from '../../../src/sending/transport/smtp-transport.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../../../src/testing/smtp/faulty-smtp-server.ts'
import type { SmtpFault, SmtpScript } from '../../../src/testing/smtp/smtp-fault.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const close of closers.splice(0).reverse()) await close()
})

async function twoServers(strategy: 'failover' | 'share', scripts: readonly (SmtpScript | undefined)[] = []) {
  const servers: FaultySmtpServer[] = []
  for (const script of [scripts[0], scripts[1]]) servers.push(await faultySmtpServer({ script }))
  const [a, b] = servers as [FaultySmtpServer, FaultySmtpServer]
  const transport = smtpTransport({
    servers: [{ host: '127.0.0.1', port: a.port, maxConnections: 5 }, `smtp://127.0.0.1:${b.port}`],
    strategy,
  })
  closers.push(
    () => a.close(),
    () => b.close(),
    () => transport.close(),
  )
  const send = (to: string, more = {}) =>
    transport.send({ envelope: { from: 'news@example.com', to }, raw: Buffer.from('Subject: s\r\n\r\nHi\r\n') }, more)
  return { a, b, transport, send }
}
const people = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@example.org`)
const always =
  (fault: SmtpFault): SmtpScript =>
  ({ at }) =>
    at === fault.at ? fault : undefined

describe('one after the other', () => {
  it('the first is used as long as it works', async () => {
    const { a, b, send, transport } = await twoServers('failover')
    for (const to of people(10)) expect(await send(to)).toMatchObject({ kind: 'accepted' })
    expect([a.received.length, b.connections]).toEqual([10, 0])
    expect(transport.servers?.()).toEqual([
      { name: `127.0.0.1:${a.port}`, sent: 10, away: false },
      { name: `127.0.0.1:${b.port}`, sent: 0, away: false },
    ])
  })

  it.each<[string, SmtpFault]>([
    ['is away', { at: 'greeting', drop: true }],
    ['takes nothing now', { at: 'greeting', replyAndClose: '421 4.3.2 Not now' }],
    ['breaks TLS', { at: 'ehlo', drop: true }],
    ['has blocked our account', { at: 'mail', reply: '550 5.1.8 Access denied, bad outbound sender' }],
    ['has had enough of us', { at: 'final', reply: '554 5.2.0 SubmissionQuotaExceededException' }],
    ['wants a login', { at: 'mail', reply: '530 5.7.0 Authentication required' }],
  ])('where the first one %s, the next takes the message in the same send', async (_, fault) => {
    const { a, b, send, transport } = await twoServers('failover', [always(fault)])
    for (const to of people(6)) expect(await send(to)).toMatchObject({ kind: 'accepted' })
    expect(b.accepted().map(({ to }) => to)).toEqual(people(6))
    // It is asked for three, and from then on now and then.
    expect(a.connections).toBeLessThanOrEqual(4)
    expect(transport.servers?.()[0]).toMatchObject({ sent: 0, away: true })
    expect(await transport.verify()).toBeUndefined()
  })

  it.each<[string, SmtpFault, object]>([
    ['of the recipient', { at: 'rcpt', reply: '550 5.1.1 No such user' }, { kind: 'refused', code: 550 }],
    ['of the content', { at: 'final', reply: '554 5.7.1 Message taken for spam' }, { kind: 'refused', code: 554 }],
    ['for now', { at: 'rcpt', reply: '450 4.2.0 Greylisted' }, { kind: 'refused', code: 450 }],
    ['that never came', { at: 'final', drop: true }, { kind: 'lost', handedOver: true }],
  ])('an answer %s stands, and no other server is asked', async (_, fault, expected) => {
    const { b, send, transport } = await twoServers('failover', [always(fault)])
    for (const to of people(5)) expect(await send(to)).toMatchObject(expected)
    expect([b.connections, transport.servers?.()[0]?.away]).toEqual([0, false])
  })

  it('the first is used again when it works again', async () => {
    const { a, b, send } = await twoServers('failover', [always({ at: 'greeting', drop: true })])
    for (const to of people(5)) await send(to)
    a.setScript(undefined)
    const now = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => now + 120_000)
    for (const to of people(5)) expect(await send(to)).toMatchObject({ kind: 'accepted' })
    expect([a.received.length, b.received.length]).toEqual([5, 5])
  })

  it('the first is asked by one of many when it is to be asked again', async () => {
    const { a, send } = await twoServers('failover', [always({ at: 'greeting', drop: true })])
    for (const to of people(5)) await send(to)
    const before = a.connections
    const now = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => now + 120_000)
    await Promise.all(people(20).map((to) => send(to)))
    expect(a.connections).toBe(before + 1)
  })

  it('none of which can be reached are an outage, also where one wants a person', async () => {
    const outage = always({ at: 'greeting', drop: true })
    const { send, transport } = await twoServers('failover', [
      always({ at: 'mail', reply: '530 5.7.0 Log in' }),
      outage,
    ])
    for (const to of people(5)) expect(await send(to)).toMatchObject({ kind: 'lost', stage: 'greeting' })
    expect(transport.servers?.().map(({ away }) => away)).toEqual([true, true])
  })

  it('a send ends in its time, however silent they are, and when it is given up', async () => {
    const silent = always({ at: 'greeting', silent: true })
    const { b, send } = await twoServers('failover', [silent, silent])
    const start = performance.now()
    expect(await send('a@example.org', { timeoutMs: 80 })).toMatchObject({ kind: 'lost', handedOver: false })
    expect(performance.now() - start).toBeLessThan(2_000)
    const before = b.connections
    const stop = new AbortController()
    const sending = send('b@example.org', { signal: stop.signal })
    stop.abort()
    expect(await sending).toMatchObject({ kind: 'lost', text: 'The send was given up.' })
    expect(b.connections).toBe(before)
  })
})

it('shared, each has about as much as the other, and all of it where the other is away', async () => {
  const { a, b, send } = await twoServers('share')
  await Promise.all(people(40).map((to) => send(to)))
  for (const { received } of [a, b]) expect(received.length).toBeGreaterThanOrEqual(15)
  a.setScript(always({ at: 'mail', replyAndClose: '421 4.3.2 Shutting down' }))
  const before = b.received.length
  expect((await Promise.all(people(20).map((to) => send(to)))).map(({ kind }) => kind)).not.toContain('lost')
  expect(b.received.length).toBeGreaterThan(before + 9)
})

it('of 200 messages by two servers that fail alternately each arrives once', async () => {
  let turn = 0
  // Each conversation takes a while, so that servers that were away are asked again.
  const real = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => real() + turn * 200)
  /** The first ends all that comes for twenty conversations, then the second one does. */
  const failing = (which: number): SmtpScript => {
    const used = new Set<number>()
    return ({ at, connection }) => {
      if (at === 'mail') turn += 1
      const isOff = Math.floor(turn / 20) % 2 === which
      if (isOff && (at === 'greeting' || (at === 'mail' && used.has(connection)))) return { at, drop: true }
      if (at === 'mail') used.add(connection)
      return undefined
    }
  }
  const { a, b, transport } = await twoServers('failover', [failing(0), failing(1)])
  const sillage = createSillage({
    store: memoryStore(),
    transport,
    from: 'n@shop.example',
    baseUrl: 'http://m.example',
  })
  await sillage.migrate()
  closers.push(() => sillage.close())
  const recipients = people(200).map((email) => ({ email }))
  const { id } = await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients })
  await sillage.start()
  await vi.waitFor(async () => expect((await sillage.campaigns.get(id)).status).toBe('completed'), 15_000)
  const arrived = [...a.accepted(), ...b.accepted()].map(({ to }) => to)
  expect(arrived.sort()).toEqual(people(200).sort())
  expect(Math.min(a.accepted().length, b.accepted().length)).toBeGreaterThan(5)
  expect(await sillage.campaigns.get(id)).toMatchObject({ sent: 200, failed: 0, unknown: 0 })
  expect(prometheusText(sillage.metrics())).toMatch(
    /sillage_mail_server_messages_total\{transport="default",server="127\.0\.0\.1:\d+"\} \d\d/,
  )
})

it.each<[object, string]>([
  [{ servers: [] }, 'servers: expected the options of one server or more'],
  [{ servers: ['http://x.example'] }, 'expected a URL such as'],
  [{ servers: [{ hots: 'x' }] }, 'hots: expected one of host,'],
  [{ servers: ['smtp://x'], strategy: 'random' }, 'strategy: expected failover or share'],
  [{ servers: ['smtp://x'], host: 'x' }, 'host: expected one of servers, strategy'],
])('%j is refused', (options, message) => {
  expect(() => smtpTransport(options as never)).toThrow(message)
})
