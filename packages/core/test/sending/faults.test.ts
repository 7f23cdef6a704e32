import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, it } from 'vitest'
import type { SmtpTransportOptions } from '../../src/sending/transport/smtp/smtp-options.ts'
import { smtpTransport } from '../../src/sending/transport/smtp-transport.ts'
import type { Transport } from '../../src/sending/transport/transport.ts'
import { transporterTransport } from '../../src/sending/transport/transporter/transporter-transport.ts'
import { type FaultySmtpServerOptions, faultySmtpServer } from '../../src/testing/smtp/faulty-smtp-server.ts'
import type { SmtpFault } from '../../src/testing/smtp/smtp-fault.ts'
import { type StageOptions, stage } from './stage.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type Kind = 'smtpTransport' | 'Transporter'

function transportTo(kind: Kind, port: number, options: Partial<SmtpTransportOptions> = {}): Transport {
  const base = { host: '127.0.0.1', port, ...options }
  return kind === 'smtpTransport'
    ? smtpTransport(base)
    : transporterTransport(createTransport({ pool: true, ...base } as Parameters<typeof createTransport>[0]))
}

async function sendOne(
  kind: Kind,
  server: FaultySmtpServerOptions,
  { smtp: smtpOptions, ...options }: Partial<StageOptions> & { smtp?: Partial<SmtpTransportOptions> } = {},
) {
  const smtp = await faultySmtpServer({ keepContent: false, ...server })
  closers.push(() => smtp.close())
  const transport = transportTo(kind, smtp.port, smtpOptions)
  closers.push(() => transport.close())
  const set = stage({ retry: { delaysMs: [3_600_000] }, ...options, transport })
  closers.push(() => set.sender.stop({ graceMs: 0 }))
  const campaign = await set.campaign(['ada@example.org'])
  await set.sender.start()
  return { smtp, set, campaign }
}

/** The state, what it was taken for, and whether the attempt counted. */
async function outcome(kind: Kind, server: FaultySmtpServerOptions, options: Parameters<typeof sendOne>[2] = {}) {
  const { set, campaign } = await sendOne(kind, server, options)
  const read = async () => (await set.messages(campaign.id))[0]
  await set.until(async () => {
    const message = await read()
    return message !== undefined && !['claimed', 'sending'].includes(message.state) && message.error !== null
  })
  const message = await read()
  const status = await set.status(campaign.id)
  const paused = status === 'paused' ? ` ${(await set.store.campaigns.summary(campaign.id))?.pauseReason}` : ''
  return `${message?.state} ${message?.error?.kind} ${message?.attempts}${paused}`
}

const always = (fault: SmtpFault) => (moment: { at: string }) => (moment.at === fault.at ? fault : undefined)

describe.each(['smtpTransport', 'Transporter'] as const)('faults with %s', (kind) => {
  const certain: [SmtpFault, string][] = [
    [{ at: 'rcpt', reply: '450 4.2.1 Busy' }, 'queued mailbox 1'],
    [{ at: 'rcpt', reply: '451 4.7.1 Greylisted, try again' }, 'queued greylist 1'],
    [{ at: 'rcpt', replyAndClose: '421 4.7.0 Too much mail' }, 'queued rate 1'],
    [{ at: 'rcpt', reply: '550 5.1.1 No such user' }, 'failed address 1'],
    [{ at: 'rcpt', reply: '550 5.7.1 Rejected by policy' }, 'failed policy 1'],
    [{ at: 'rcpt', reply: '552 5.2.2 Mailbox full' }, 'failed mailbox 1'],
    [{ at: 'mail', reply: '451 4.3.0 Later' }, 'queued other 1'],
    [{ at: 'mail', reply: '450 4.7.1 Error: too much mail from 192.0.2.1' }, 'queued rate 0'],
    [{ at: 'rcpt', reply: '450 4.7.1 Error: too many recipients from 192.0.2.1' }, 'queued rate 0'],
    [{ at: 'mail', reply: '550 5.1.8 Sender refused' }, 'queued config 0 smtp_config'],
    [{ at: 'data', reply: '451 4.3.0 Later' }, 'queued other 1'],
    [{ at: 'data', reply: '554 5.5.1 No' }, 'failed protocol 1'],
    [{ at: 'final', reply: '452 4.3.1 Disk full' }, 'queued mailbox 1'],
    [{ at: 'final', reply: '554 5.6.0 Malformed' }, 'failed content 1'],
    [{ at: 'final', reply: '554 5.7.1 Listed at spamhaus' }, 'queued policy 1'],
    [{ at: 'final', replyAndClose: '421 4.3.0 Shutting down' }, 'queued rate 1'],
    [{ at: 'mail', reply: '530 5.7.0 Authentication required' }, 'queued auth 0 smtp_auth'],
    [{ at: 'mail', reply: '530 5.7.0 Must issue a STARTTLS command first' }, 'queued config 0 smtp_config'],
    [{ at: 'final', drop: true }, 'unknown connection 1'],
  ]
  for (const [fault, expected] of certain)
    it(`${JSON.stringify(fault)}: ${expected}`, async () => {
      expect(await outcome(kind, { script: always(fault) })).toBe(expected)
    })

  it('a refused login pauses the campaign at once, and the message is not lost', async () => {
    const smtp = { auth: { user: 'me', pass: 'wrong' } }
    const script = always({ at: 'auth', reply: '535 5.7.8 Wrong password' })
    expect(await outcome(kind, { auth: true, script }, { smtp })).toBe('queued auth 0 smtp_auth')
  })

  it('TLS that breaks pauses the campaign', async () => {
    const script = always({ at: 'starttls', breakTls: true })
    expect(await outcome(kind, { starttls: true, script })).toBe('queued config 0 smtp_config')
  })

  it('a refused connection costs the message nothing', async () => {
    const { set, campaign, smtp } = await sendOne(
      kind,
      { script: always({ at: 'final', reply: '451 4.3.0 Later' }) },
      { retry: { delaysMs: [50], shortestMs: 50 } },
    )
    await set.until(async () => ((await set.messages(campaign.id))[0]?.attempts ?? 0) >= 2)
    await smtp.close()
    await set.until(async () => set.notices.some((notice) => notice.type === 'fault'))
    const [fault] = set.notices.filter((notice) => notice.type === 'fault')
    expect(fault).toMatchObject({ fault: { code: 'smtp_unreachable', fatal: false } })
    expect(set.sender.metrics().outage).toBe(true)
    expect(await set.status(campaign.id)).toBe('sending')
    expect((await set.messages(campaign.id))[0]?.attempts).toBeLessThan(12)
  })

  it('4xx and then 2xx: sent on the second attempt', async () => {
    const { set, campaign, smtp } = await sendOne(
      kind,
      { script: ({ at, attempt }) => (at === 'rcpt' && attempt === 0 ? { at, reply: '450 4.2.0 Later' } : undefined) },
      { retry: { delaysMs: [20], shortestMs: 10 } },
    )
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    expect((await set.messages(campaign.id))[0]).toMatchObject({ state: 'sent', attempts: 2 })
    expect(smtp.accepted()).toHaveLength(1)
  })

  it('answers slowly: sent all the same', async () => {
    const { set, campaign } = await sendOne(kind, { script: always({ at: 'final', delayMs: 150 }) })
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    expect(await set.states(campaign.id)).toEqual({ sent: 1 })
  })

  it('never answers: given up before the lease ends, unknown', async () => {
    const script = always({ at: 'final', silent: true })
    expect(await outcome(kind, { script }, { leaseMs: 300 })).toBe('unknown connection 1')
  })

  it('an address error suppresses the address; a policy error does not', async () => {
    const { set, campaign } = await sendOne(kind, { script: always({ at: 'rcpt', reply: '550 5.1.1 No such user' }) })
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    expect(await set.store.suppressions.held(null, ['ada@example.org'], 'any')).toEqual(new Set(['ada@example.org']))
    const { set: other, campaign: second } = await sendOne(kind, {
      script: always({ at: 'rcpt', reply: '550 5.7.1 Policy' }),
    })
    await other.until(async () => (await other.status(second.id)) === 'completed')
    expect(await other.store.suppressions.held(null, ['ada@example.org'], 'any')).toEqual(new Set())
  })
})

describe('what only smtpTransport can tell', () => {
  const lost: [SmtpFault, string][] = [
    [{ at: 'mail', drop: true }, 'queued connection 1'],
    [{ at: 'rcpt', drop: true }, 'queued connection 1'],
    [{ at: 'data', drop: true }, 'queued connection 1'],
  ]
  for (const pipelining of [true, false])
    for (const [fault, expected] of lost)
      it(`${JSON.stringify(fault)}${pipelining ? ' pipelined' : ''}: surely not received, ${expected}`, async () => {
        expect(await outcome('smtpTransport', { pipelining, script: always(fault) })).toBe(expected)
      })

  it('never answers RCPT: surely not received', async () => {
    const script = always({ at: 'rcpt', silent: true })
    // Long enough that a busy machine is not late by what is left of the lease.
    expect(await outcome('smtpTransport', { script }, { leaseMs: 1_000 })).toBe('queued connection 1')
  })

  it('with a Transporter, a connection lost after the send began is unknown', async () => {
    expect(await outcome('Transporter', { script: always({ at: 'data', drop: true }) })).toBe('unknown connection 1')
  })
})

it('unknown is sent again where the campaign says so', async () => {
  const smtp = await faultySmtpServer({
    script: ({ at, attempt }) => (at === 'final' && attempt === 0 ? { at, drop: true } : undefined),
  })
  closers.push(() => smtp.close())
  const set = stage({ transport: smtpTransport(smtp.url), retry: { delaysMs: [20], shortestMs: 10 } })
  closers.push(() => set.sender.stop())
  const campaign = await set.campaign(['ada@example.org'], { onUnknown: 'resend' })
  await set.sender.start()
  await set.until(async () => (await set.status(campaign.id)) === 'completed')
  expect(smtp.received.map((mail) => mail.answered)).toEqual([undefined, 250])
  // The same Message-ID, so that a mail program can tell that it is one mail.
  const ids = smtp.received.map((mail) => /^message-id: (.*)$/im.exec(mail.raw.toString())?.[1])
  expect(ids[0]).toBe(ids[1])
})

it("a run of refusals that are not the recipients' pauses the campaign", async () => {
  const smtp = await faultySmtpServer({ script: always({ at: 'final', reply: '554 5.6.0 Not this content' }) })
  closers.push(() => smtp.close())
  const set = stage({ transport: smtpTransport(smtp.url), concurrency: 2 })
  closers.push(() => set.sender.stop())
  const campaign = await set.campaign(Array.from({ length: 100 }, (_, n) => `r${n}@example.org`))
  await set.sender.start()
  await set.until(async () => (await set.status(campaign.id)) === 'paused')
  expect((await set.store.campaigns.summary(campaign.id))?.pauseReason).toBe('smtp_rejected')
  await set.until(async () => ((await set.states(campaign.id)).sending ?? 0) === 0)
  const { failed, queued } = await set.states(campaign.id)
  expect(failed).toBeGreaterThanOrEqual(10)
  expect(failed).toBeLessThan(14)
  expect((failed ?? 0) + (queued ?? 0)).toBe(100)
})
