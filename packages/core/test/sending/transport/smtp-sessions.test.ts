import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SmtpTransportOptions } from '../../../src/sending/transport/smtp/smtp-options.ts'
import { smtpTransport } from '../../../src/sending/transport/smtp-transport.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../../../src/testing/smtp/faulty-smtp-server.ts'
import type { SmtpScript } from '../../../src/testing/smtp/smtp-fault.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const close of closers.splice(0).reverse()) await close()
})

async function serverAndTransport(script: SmtpScript, options: Partial<SmtpTransportOptions> = {}) {
  const smtp: FaultySmtpServer = await faultySmtpServer({ script })
  const sender = smtpTransport({ host: '127.0.0.1', port: smtp.port, ...options })
  closers.push(
    () => smtp.close(),
    () => sender.close(),
  )
  return { smtp, sender }
}

const mail = (to = 'ada@example.org') => ({
  envelope: { from: 'news@example.com', to },
  raw: Buffer.from('Subject: hello\r\n\r\nHi\r\n'),
})
const people = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@example.org`)

describe('a session that the server ends', () => {
  /** Ends each connection after so many mails. */
  const after = (mails: number, how: 'said' | 'silent') => {
    const begun = new Map<number, number>()
    const script: SmtpScript = ({ at, connection }) => {
      if (at !== 'mail') return undefined
      const before = begun.get(connection) ?? 0
      begun.set(connection, before + 1)
      if (before < mails) return undefined
      return how === 'said'
        ? { at, replyAndClose: '421 4.7.0 Too many messages for this connection' }
        : { at, drop: true }
    }
    return script
  }

  it.each([
    ['said', 1],
    ['said', 5],
    ['silent', 10],
    ['silent', 1],
  ] as const)('%s, after %d mails on each, costs no message anything', async (how, mails) => {
    for (const maxConnections of [1, 3]) {
      const { smtp, sender } = await serverAndTransport(after(mails, how), { maxConnections })
      const results = await Promise.all(people(40).map((to) => sender.send(mail(to))))
      expect(results.map(({ kind }) => kind)).toEqual(Array(40).fill('accepted'))
      expect(smtp.received.map(({ to }) => to).sort()).toEqual(people(40).sort())
      expect(smtp.mostOpen).toBeLessThanOrEqual(maxConnections)
    }
  })

  it('is not used again, also where the server leaves it open', async () => {
    const { smtp, sender } = await serverAndTransport(({ at, message }) =>
      at === 'rcpt' && message === 1 ? { at, reply: '421 4.3.0 Shutting down' } : undefined,
    )
    for (const to of people(3)) expect(await sender.send(mail(to))).toMatchObject({ kind: 'accepted' })
    expect(smtp.connections).toBe(2)
  })

  it('at its first mail has answered that mail', async () => {
    const { sender } = await serverAndTransport(after(0, 'said'))
    expect(await sender.send(mail())).toMatchObject({ kind: 'refused', stage: 'mail', code: 421 })
  })

  it.each(['reply', 'silent', 'drop'] as const)('because RSET was met by %s has no outcome waiting', async (what) => {
    const faults = { reply: { reply: '451 4.3.0 Try later' }, silent: { silent: true }, drop: { drop: true } } as const
    const { smtp, sender } = await serverAndTransport(
      ({ at, recipient }) => {
        if (at === 'rcpt' && recipient?.startsWith('dead') === true) return { at, reply: '550 5.1.1 No such user' }
        return at === 'rset' ? { at, ...faults[what] } : undefined
      },
      { maxConnections: 2 },
    )
    expect(await sender.send(mail('dead@example.org'))).toMatchObject({ kind: 'refused', code: 550 })
    if (what === 'silent') vi.useFakeTimers({ toFake: ['setTimeout'] })
    const all = [...people(5), 'dead1@example.org'].map((to) => sender.send(mail(to)))
    if (what === 'silent') await vi.advanceTimersByTimeAsync(10_000)
    vi.useRealTimers()
    const results = await Promise.all(all)
    expect(results.map((result) => result.kind)).toEqual([...Array(5).fill('accepted'), 'refused'])
    await sender.close()
    await vi.waitFor(() => expect(smtp.open).toBe(0))
  })
})

it('close() does not wait for an answer to RSET', async () => {
  for (const maxConnections of [1, 2]) {
    const { smtp, sender } = await serverAndTransport(
      ({ at }) => {
        if (at === 'rcpt') return { at, reply: '550 5.1.1 No such user' }
        return at === 'rset' ? { at, silent: true } : undefined
      },
      { maxConnections },
    )
    await Promise.all(people(maxConnections).map((to) => sender.send(mail(to))))
    const start = performance.now()
    await sender.close()
    expect(performance.now() - start).toBeLessThan(4_000)
    await vi.waitFor(() => expect(smtp.open).toBe(0))
  }
})

describe('a connection without work', () => {
  it('ends after its time, counted from its last message', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    const { smtp, sender } = await serverAndTransport(() => undefined, { idleTimeout: 10_000 })
    await sender.send(mail())
    vi.advanceTimersByTime(9_000)
    await sender.send(mail())
    vi.advanceTimersByTime(9_000)
    await sender.send(mail())
    expect(smtp.connections).toBe(1)
    vi.advanceTimersByTime(15_000)
    await vi.waitFor(() => expect(smtp.open).toBe(0))
    expect(vi.getTimerCount()).toBe(0)
    await sender.send(mail())
    expect(smtp.connections).toBe(2)
  })

  it('ends where fewer are enough', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    const { smtp, sender } = await serverAndTransport(() => undefined, { idleTimeout: 10_000, maxConnections: 3 })
    await Promise.all(people(3).map((to) => sender.send(mail(to))))
    expect(smtp.open).toBe(3)
    for (let second = 0; second < 20; second += 4) {
      await sender.send(mail())
      vi.advanceTimersByTime(4_000)
    }
    await vi.waitFor(() => expect(smtp.open).toBe(1))
    expect(smtp.connections).toBe(3)
  })
})

describe('a server that takes few connections', () => {
  /** Refuses each connection beyond so many. */
  const atMost =
    (most: number, smtp: () => FaultySmtpServer, how: object): SmtpScript =>
    ({ at }) =>
      at === 'greeting' && smtp().open > most ? ({ at, ...how } as ReturnType<SmtpScript>) : undefined

  it.each([
    ['421', { replyAndClose: '421 4.7.0 Too many concurrent SMTP connections' }],
    ['without a word', { drop: true }],
  ])('and says so by %s, is used with these, and asked for no more', async (_, how) => {
    const { smtp, sender } = await serverAndTransport(
      atMost(2, () => smtp, how),
      { maxConnections: 10 },
    )
    expect(await sender.send(mail())).toMatchObject({ kind: 'accepted' })
    for (let round = 0; round < 5; round++) {
      const results = await Promise.all(people(20).map((to) => sender.send(mail(to))))
      expect(results.map(({ kind }) => kind)).toEqual(Array(20).fill('accepted'))
    }
    expect(smtp.connections).toBeLessThanOrEqual(11)
    const before = smtp.connections
    expect(await sender.verify()).toBeUndefined()
    expect(smtp.connections).toBe(before)
    expect(smtp.open).toBe(2)
  })

  it('is asked for more again after five minutes', async () => {
    let most = 1
    const { smtp, sender } = await serverAndTransport(
      ({ at }) => (at === 'greeting' && smtp.open > most ? { at, replyAndClose: '421 4.7.0 Too many' } : undefined),
      { maxConnections: 4 },
    )
    const send = () => Promise.all(people(12).map((to) => sender.send(mail(to))))
    await send()
    most = 4
    await send()
    expect(smtp.open).toBe(1)
    const now = performance.now()
    vi.spyOn(performance, 'now').mockImplementation(() => now + 301_000)
    await send()
    vi.restoreAllMocks()
    expect(smtp.open).toBeGreaterThan(1)
  })

  it('is an outage where it takes none, and forgotten when that is over', async () => {
    const { smtp, sender } = await serverAndTransport(({ at }) =>
      at === 'greeting' ? { at, replyAndClose: '421 4.3.2 Not now' } : undefined,
    )
    const refused = await Promise.all(people(10).map((to) => sender.send(mail(to))))
    expect(refused.map((result) => result.kind === 'refused' && result.stage)).toEqual(Array(10).fill('greeting'))
    expect(smtp.connections).toBe(10)
    smtp.setScript(undefined)
    await Promise.all(people(10).map((to) => sender.send(mail(to))))
    expect(smtp.open).toBe(10)
  })
})

describe('pipelining', () => {
  /** A server that shows what it reads, and answers when the test does. */
  async function heldServer() {
    let socket: Socket | undefined
    let read = ''
    const server = createServer((one) => {
      socket = one
      one.on('data', (piece) => (read += piece.toString('latin1'))).on('error', () => {})
      one.write('220 held\r\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const sender = smtpTransport({ host: '127.0.0.1', port, maxConnections: 1 })
    closers.push(
      () => new Promise((resolve) => server.close(resolve)),
      async () => socket?.destroy(),
    )
    const until = async (words: string) => {
      await vi.waitFor(() => expect(read).toContain(words))
      read = read.slice(read.indexOf(words) + words.length)
    }
    const say = (text: string) => socket?.write(text)
    const greet = async () => {
      await until('EHLO')
      say('250-held\r\n250 PIPELINING\r\n')
    }
    return { sender, until, say, greet, written: () => read, drop: () => socket?.destroy() }
  }
  const envelope = '250 OK\r\n250 OK\r\n354 Go on\r\n'

  it('has the next envelope behind the final dot, and its body when it is asked for', async () => {
    const { sender, until, say, greet } = await heldServer()
    const sends = people(3).map((to) => sender.send(mail(to)))
    await greet()
    await until('MAIL FROM:<news@example.com>\r\nRCPT TO:<p0@example.org>\r\nDATA\r\n')
    say(envelope)
    await until('Hi\r\n.\r\nMAIL FROM:<news@example.com>\r\nRCPT TO:<p1@example.org>\r\nDATA\r\n')
    say(`250 first\r\n${envelope}`)
    await until('Hi\r\n.\r\nMAIL FROM:<news@example.com>\r\nRCPT TO:<p2@example.org>\r\nDATA\r\n')
    say(`554 5.7.1 second\r\n${envelope}`)
    await until('Hi\r\n.\r\n')
    say('250 third\r\n')
    expect(await Promise.all(sends)).toMatchObject([
      { kind: 'accepted', response: '250 first' },
      { kind: 'refused', stage: 'final', code: 554 },
      { kind: 'accepted', response: '250 third' },
    ])
  })

  it('makes no message unknown whose body was not begun', async () => {
    const { sender, until, say, greet, drop } = await heldServer()
    const [first, second] = people(2).map((to) => sender.send(mail(to)))
    await greet()
    await until('DATA\r\n')
    say(envelope)
    await until('p1@example.org>\r\nDATA\r\n')
    drop()
    expect(await first).toMatchObject({ kind: 'lost', handedOver: true, stage: 'final' })
    await greet()
    await until('p1@example.org>\r\nDATA\r\n')
    say(envelope)
    await until('Hi\r\n.\r\n')
    say('250 OK\r\n')
    expect(await second).toMatchObject({ kind: 'accepted' })
  })

  it('gives up what waits behind another without harm to that', async () => {
    const { sender, until, say, greet } = await heldServer()
    const stop = new AbortController()
    const first = sender.send(mail('p0@example.org'))
    const second = sender.send(mail('p1@example.org'), { signal: stop.signal })
    await greet()
    await until('DATA\r\n')
    say(envelope)
    await until('p1@example.org>\r\nDATA\r\n')
    stop.abort()
    expect(await second).toMatchObject({ kind: 'lost', handedOver: false })
    say(`250 first\r\n${envelope}`)
    expect(await first).toMatchObject({ kind: 'accepted' })
    const third = sender.send(mail('p2@example.org'))
    await greet()
    await until('RCPT TO:<p2@example.org>\r\nDATA\r\n')
    say(`${envelope}250 third\r\n`)
    expect(await third).toMatchObject({ kind: 'accepted' })
  })

  it('has nothing behind a question whether the server still answers, before it does', async () => {
    const { sender, until, say, greet, written } = await heldServer()
    const first = sender.send(mail('p0@example.org'))
    await greet()
    await until('DATA\r\n')
    say(envelope)
    await until('Hi\r\n.\r\n')
    say('250 first\r\n')
    await first
    const asked = sender.verify()
    const next = sender.send(mail('p1@example.org'))
    await until('NOOP\r\n')
    expect(written()).toBe('')
    say('250 OK\r\n')
    expect(await asked).toBeUndefined()
    await until('p1@example.org>\r\nDATA\r\n')
    say(`${envelope}250 second\r\n`)
    expect(await next).toMatchObject({ kind: 'accepted' })
  })

  it('ends with an empty body where the server wants one of a message whose recipient it refused', async () => {
    const { sender, until, say, greet } = await heldServer()
    const refused = sender.send(mail('p0@example.org'))
    await greet()
    await until('DATA\r\n')
    say('250 OK\r\n550 5.1.1 No such user\r\n354 Go on\r\n')
    expect(await refused).toMatchObject({ kind: 'refused', stage: 'rcpt', code: 550 })
    await until('.\r\n')
    say('554 5.5.1 No valid recipients\r\n')
    const next = sender.send(mail('p1@example.org'))
    await until('RSET\r\nMAIL FROM:<news@example.com>\r\nRCPT TO:<p1@example.org>\r\nDATA\r\n')
    say(`250 OK\r\n${envelope}`)
    await until('Hi\r\n.\r\n')
    say('250 OK\r\n')
    expect(await next).toMatchObject({ kind: 'accepted' })
  })
})
