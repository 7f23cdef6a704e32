import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SmtpTransportOptions } from '../../../src/sending/transport/smtp/smtp-options.ts'
import { smtpTransport } from '../../../src/sending/transport/smtp-transport.ts'
import type { TransportResult } from '../../../src/sending/transport/transport.ts'
import { type FaultySmtpServerOptions, faultySmtpServer } from '../../../src/testing/smtp/faulty-smtp-server.ts'
import type { SmtpFault } from '../../../src/testing/smtp/smtp-fault.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function serverAndTransport(server: FaultySmtpServerOptions, transport: Partial<SmtpTransportOptions> = {}) {
  const smtp = await faultySmtpServer(server)
  closers.push(() => smtp.close())
  const sender = smtpTransport({ host: '127.0.0.1', port: smtp.port, ...transport })
  return { smtp, sender }
}

const mail = (to = 'ada@example.org', size = 200) => ({
  envelope: { from: 'news@example.com', to },
  raw: Buffer.from(`Subject: hello\r\n\r\n.dot at the start\r\n${'x'.repeat(70)}\r\n${'y'.repeat(size)}\r\n`),
})

const always = (fault: SmtpFault) => (moment: { at: string }) => (moment.at === fault.at ? fault : undefined)
const short = (result: TransportResult) =>
  result.kind === 'accepted'
    ? 'accepted'
    : result.kind === 'refused'
      ? `refused ${result.stage} ${result.code} ${result.enhancedCode ?? '-'}`
      : result.kind === 'lost'
        ? `lost ${result.stage} ${result.handedOver ? 'after' : 'before'}`
        : `unusable ${result.reason} ${result.stage}`

describe('smtpTransport', () => {
  it('sends the bytes as they are, many over few connections', async () => {
    const { smtp, sender } = await serverAndTransport({}, { maxConnections: 3, maxMessages: 4 })
    const results = await Promise.all(Array.from({ length: 30 }, (_, n) => sender.send(mail(`r${n}@example.org`))))
    expect(results.every((result) => result.kind === 'accepted')).toBe(true)
    expect(smtp.received.map((one) => one.to).sort()).toEqual(
      Array.from({ length: 30 }, (_, n) => `r${n}@example.org`).sort(),
    )
    expect(smtp.received[0]?.raw.equals(mail().raw)).toBe(true)
    expect(smtp.mostOpen).toBeLessThanOrEqual(3)
    expect(smtp.connections).toBeGreaterThanOrEqual(8)
    await sender.close()
    await vi.waitFor(() => expect(smtp.open).toBe(0))
  })

  const points = ['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'body', 'final'] as const
  it.each(points)('a server that is slow at the %s of each mail takes it', async (at) => {
    const { smtp, sender } = await serverAndTransport({ script: always({ at, delayMs: 2 }) }, { maxConnections: 1 })
    for (const to of ['a@example.org', 'b@example.org']) expect(short(await sender.send(mail(to)))).toBe('accepted')
    expect(smtp.received.map(({ raw }) => raw.equals(mail().raw))).toEqual([true, true])
    await sender.close()
  })

  it.each([3_600_000, -3_600_000])('a clock that is set by %d ms while it connects cuts no send short', async (ms) => {
    const { smtp, sender } = await serverAndTransport(
      { script: always({ at: 'greeting', delayMs: 50 }) },
      { maxConnections: 1, maxMessages: 1 },
    )
    const real = Date.now
    let moved = 0
    const now = vi.spyOn(Date, 'now').mockImplementation(() => real() + moved)
    const results: TransportResult[] = []
    for (const to of ['a@example.org', 'b@example.org']) {
      const sending = sender.send(mail(to))
      moved += ms
      results.push(await sending)
    }
    now.mockRestore()
    expect(results.map(short)).toEqual(['accepted', 'accepted'])
    expect(smtp.received).toHaveLength(2)
    await sender.close()
  })

  const faults: [SmtpFault, string][] = [
    [{ at: 'greeting', reply: '554 5.3.2 No service' }, 'refused greeting 554 5.3.2'],
    [{ at: 'greeting', replyAndClose: '421 4.3.2 Busy' }, 'refused greeting 421 4.3.2'],
    [{ at: 'greeting', drop: true }, 'lost greeting before'],
    [{ at: 'ehlo', drop: true }, 'lost greeting before'],
    [{ at: 'mail', reply: '451 4.3.0 Later' }, 'refused mail 451 4.3.0'],
    [{ at: 'mail', reply: '550 5.1.8 Bad sender' }, 'refused mail 550 5.1.8'],
    [{ at: 'mail', drop: true }, 'lost rcpt before'],
    [{ at: 'rcpt', reply: '550 5.1.1 No such user' }, 'refused rcpt 550 5.1.1'],
    [{ at: 'rcpt', reply: '450 Greylisted' }, 'refused rcpt 450 -'],
    [{ at: 'rcpt', replyAndClose: '421 4.7.0 Slow down' }, 'refused rcpt 421 4.7.0'],
    [{ at: 'rcpt', drop: true }, 'lost rcpt before'],
    [{ at: 'data', reply: '554 5.5.1 No' }, 'refused data 554 5.5.1'],
    [{ at: 'data', replyAndClose: '421 4.4.5 Full' }, 'refused data 421 4.4.5'],
    [{ at: 'data', drop: true }, 'lost rcpt before'],
    [{ at: 'final', reply: '554 5.7.1 Spam' }, 'refused final 554 5.7.1'],
    [{ at: 'final', reply: '452 4.2.2 Full' }, 'refused final 452 4.2.2'],
    [{ at: 'final', replyAndClose: '421 4.3.0 Shutting down' }, 'refused final 421 4.3.0'],
    [{ at: 'final', drop: true }, 'lost final after'],
  ]
  for (const pipelining of [true, false])
    for (const [fault, expected] of faults)
      it(`${JSON.stringify(fault)} ${pipelining ? 'pipelined' : 'in turn'}: ${expected}`, async () => {
        const { smtp, sender } = await serverAndTransport({ pipelining, script: always(fault) })
        expect(short(await sender.send(mail()))).toBe(expected)
        // The next message over the same transport is not harmed.
        smtp.setScript(undefined)
        expect(short(await sender.send(mail()))).toBe('accepted')
        expect(smtp.accepted()).toHaveLength(1)
        await sender.close()
      })

  it('a drop amid a body that was not all taken is surely not received', async () => {
    const { sender } = await serverAndTransport({ script: always({ at: 'body', drop: true }) })
    expect(short(await sender.send(mail('ada@example.org', 30_000_000)))).toBe('lost body before')
  })

  it('a drop amid a body that left in one piece is unknown', async () => {
    const { sender } = await serverAndTransport({ script: always({ at: 'body', drop: true }) })
    expect(short(await sender.send(mail()))).toBe('lost final after')
  })

  it('a silent server is given up in time, and the result names where it stopped', async () => {
    for (const [at, expected] of [
      ['greeting', 'lost greeting before'],
      ['mail', 'lost rcpt before'],
      ['data', 'lost rcpt before'],
      ['final', 'lost final after'],
    ] as const) {
      const { sender } = await serverAndTransport({ script: always({ at, silent: true }) })
      expect(short(await sender.send(mail(), { timeoutMs: 60 }))).toBe(
        at === 'greeting' ? 'lost connect before' : expected,
      )
    }
  })

  it('a greeting that does not come is a timeout of its own', async () => {
    const { sender } = await serverAndTransport(
      { script: always({ at: 'greeting', silent: true }) },
      { greetingTimeout: 40 },
    )
    expect(short(await sender.send(mail()))).toBe('lost greeting before')
  })

  it('a slow server is waited for', async () => {
    const { sender } = await serverAndTransport({ script: always({ at: 'final', delayMs: 80 }) })
    expect(short(await sender.send(mail()))).toBe('accepted')
  })

  it('keeps the body back when its time is over before the server asks for it', async () => {
    const { smtp, sender } = await serverAndTransport({ script: always({ at: 'data', delayMs: 120 }) })
    const blocked = sender.send(mail(), { timeoutMs: 100 })
    const result = await blocked
    expect(short(result)).toBe('lost rcpt before')
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(smtp.received).toHaveLength(0)
  })

  it('gives up what is waiting and what is on the wire when the signal comes', async () => {
    const { smtp, sender } = await serverAndTransport(
      { script: always({ at: 'final', silent: true }) },
      { maxConnections: 1 },
    )
    const stop = new AbortController()
    const onWire = sender.send(mail(), { signal: stop.signal })
    const waiting = sender.send(mail(), { signal: stop.signal })
    await vi.waitFor(() => expect(smtp.received).toHaveLength(1))
    stop.abort()
    expect(short(await onWire)).toBe('lost final after')
    expect(short(await waiting)).toBe('lost connect before')
  })

  it('a report is asked for under the message’s own name, of a server that offers reports', async () => {
    const id = '4v8m2k0q9z6h3x7c1d5f0g2j8n'
    for (const dsn of [true, false]) {
      const { smtp, sender } = await serverAndTransport({ dsn })
      const { envelope, raw } = mail()
      for (const named of [{ ...envelope, id }, envelope])
        expect(short(await sender.send({ envelope: named, raw }))).toBe('accepted')
      expect(smtp.received.map(({ envelopeId }) => envelopeId)).toEqual(dsn ? [id, undefined] : [undefined, undefined])
    }
  })

  it('a server that is not there', async () => {
    const { smtp, sender } = await serverAndTransport({})
    await smtp.close()
    expect(short(await sender.send(mail()))).toBe('lost connect before')
    expect(short((await sender.verify()) ?? { kind: 'accepted', response: '' })).toBe('lost connect before')
  })

  it('logs in, and distinguishes a refused login from everything else', async () => {
    const { smtp, sender } = await serverAndTransport({ auth: true }, { auth: { user: 'me', pass: 'secret' } })
    expect(await sender.verify()).toBeUndefined()
    expect(short(await sender.send(mail()))).toBe('accepted')
    await sender.close()
    smtp.setScript(always({ at: 'auth', reply: '535 5.7.8 Wrong password' }))
    const again = smtpTransport({ host: '127.0.0.1', port: smtp.port, auth: { user: 'me', pass: 'wrong' } })
    expect(short(await again.send(mail()))).toBe('refused auth 535 5.7.8')
  })

  it('a server that offers no login is used without one', async () => {
    const { sender } = await serverAndTransport({}, { auth: { user: 'me', pass: 'secret' } })
    expect(await sender.verify()).toBeUndefined()
    expect(short(await sender.send(mail()))).toBe('accepted')
  })

  it('broken TLS is a setting, not an outage', async () => {
    const { sender } = await serverAndTransport({ starttls: true, script: always({ at: 'starttls', breakTls: true }) })
    expect(short(await sender.send(mail()))).toBe('unusable config tls')
    const { sender: strict } = await serverAndTransport({}, { requireTLS: true })
    expect(short(await strict.send(mail()))).toBe('refused tls 502 5.5.1')
  })

  it('a connection that the server ended while it was idle costs nothing', async () => {
    const { smtp, sender } = await serverAndTransport({
      script: ({ at, connection, message }) =>
        at === 'mail' && connection === 0 && message === 1 ? { at, drop: true } : undefined,
    })
    expect(short(await sender.send(mail('one@example.org')))).toBe('accepted')
    expect(short(await sender.send(mail('two@example.org')))).toBe('accepted')
    expect(smtp.connections).toBe(2)
    expect(smtp.received.map((one) => one.to)).toEqual(['one@example.org', 'two@example.org'])
  })

  it('refuses a message that is larger than the server takes, before sending it', async () => {
    const { smtp, sender } = await serverAndTransport({ size: 1000 })
    expect(short(await sender.send(mail('ada@example.org', 5000)))).toBe('refused mail 552 5.3.4')
    expect(smtp.received).toHaveLength(0)
  })

  it('takes a URL and says what is wrong with options', () => {
    expect(smtpTransport('smtp://u:p@127.0.0.1:2525?maxConnections=2').name).toBe('smtp')
    expect(() => smtpTransport('http://example.org')).toThrow(/expected a URL such as/)
    expect(() => smtpTransport({ maxConnections: 0 })).toThrow(/maxConnections: expected a whole number/)
    expect(() => smtpTransport({ pool: true } as never)).toThrow(/^pool: expected one of host, /)
    expect(() => smtpTransport(undefined as never)).toThrow(
      /expected an object with the options of smtpTransport, got undefined/,
    )
    const asNodemailer = { domainName: 'example.com', keySelector: 's1', privateKey: 'key' }
    expect(() => smtpTransport({ dkim: asNodemailer } as never)).toThrow(/dkim: expected dkim\(/)
  })
})
