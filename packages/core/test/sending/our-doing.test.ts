import { afterEach, describe, expect, it } from 'vitest'
import { smtpTransport } from '../../src/sending/transport/smtp-transport.ts'
import { faultySmtpServer } from '../../src/testing/smtp/faulty-smtp-server.ts'
import type { SmtpFault } from '../../src/testing/smtp/smtp-fault.ts'
import { stage } from './stage.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const people = 60
const concurrency = 5

/** A campaign to many domains by a server that refuses each message so, from the message with this number on. */
async function refusedFrom(first: number, fault: SmtpFault) {
  const refuse = (from: number) => (moment: { at: string; message: number }) =>
    moment.at === fault.at && moment.message >= from ? fault : undefined
  const smtp = await faultySmtpServer({ keepContent: false, script: refuse(first) })
  closers.push(() => smtp.close())
  const transport = smtpTransport({ host: '127.0.0.1', port: smtp.port, maxConnections: concurrency })
  closers.push(() => transport.close())
  const set = stage({ transport, concurrency })
  closers.push(() => set.sender.stop({ graceMs: 0 }))
  const campaign = await set.campaign(Array.from({ length: people }, (_, n) => `ada@d${n}.example`))
  await set.sender.start()
  const paused = async () => {
    await set.until(async () => (await set.status(campaign.id)) === 'paused')
    await set.until(async () => ((await set.states(campaign.id)).sending ?? 0) === 0)
    await set.until(async () => ((await set.states(campaign.id)).claimed ?? 0) === 0)
    return (await set.store.campaigns.summary(campaign.id))?.pauseReason
  }
  return { smtp, set, campaign, paused }
}

describe('what is our doing pauses the campaign and fails nothing', () => {
  it.each<[SmtpFault, string]>([
    [{ at: 'final', reply: '554 5.2.0 STOREDRV.Submission; OutboundSpamException, action Suspend' }, 'smtp_auth'],
    [{ at: 'final', reply: '550 5.1.8 Access denied, bad outbound sender' }, 'smtp_auth'],
    [{ at: 'data', reply: '550 5.4.6 Unusual sending activity detected' }, 'smtp_auth'],
    [{ at: 'rcpt', reply: '550 5.7.705 Access denied, tenant has exceeded threshold' }, 'smtp_auth'],
    [{ at: 'final', reply: '554 5.2.0 SubmissionQuotaExceededException; quota was exceeded' }, 'smtp_rate'],
    [{ at: 'rcpt', reply: '454 4.7.0 Daily message quota exceeded' }, 'smtp_rate'],
    [{ at: 'final', reply: '554 5.2.0 MapiExceptionSendAsDenied' }, 'smtp_config'],
    [{ at: 'rcpt', reply: '550 5.1.7 Bad sender address' }, 'smtp_config'],
    [{ at: 'rcpt', reply: '554 5.7.1 <ada@d.example>: Relay access denied' }, 'smtp_config'],
    [{ at: 'mail', reply: '553 5.7.1 Sender address rejected: not owned by user' }, 'smtp_config'],
    [{ at: 'mail', reply: '550 no' }, 'smtp_config'],
    [
      { at: 'final', reply: '550-5.7.26 This mail has been blocked:\r\n550 5.7.26 DMARC of the domain' },
      'smtp_rejected',
    ],
  ])('%j: %s', async (fault, reason) => {
    const { smtp, set, campaign, paused } = await refusedFrom(0, fault)
    expect(await paused()).toBe(reason)
    expect(await set.states(campaign.id)).toEqual({ queued: people })
    const messages = await set.messages(campaign.id)
    expect(messages.map(({ attempts }) => attempts)).toEqual(Array(people).fill(0))
    const refused = messages.filter(({ error }) => error !== null)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThanOrEqual(2 * concurrency)

    // Nothing was mended: the first answers are enough again.
    const before = smtp.received.length
    await set.resume(campaign.id)
    expect(await paused()).toBe(reason)
    expect(await set.states(campaign.id)).toEqual({ queued: people })
    expect(smtp.received.length - before).toBeLessThanOrEqual(2 * concurrency)

    smtp.setScript(undefined)
    await set.resume(campaign.id)
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    expect(await set.states(campaign.id)).toEqual({ sent: people })
    const to = smtp.accepted().map((mail) => mail.to)
    expect([to.length, new Set(to).size]).toEqual([people, people])
  })

  it('in the middle of a campaign: what was taken stays sent, the rest leaves after it is resumed', async () => {
    const { smtp, set, campaign, paused } = await refusedFrom(20, { at: 'final', reply: '535 5.7.8 Account blocked' })
    expect(await paused()).toBe('smtp_auth')
    expect(await set.states(campaign.id)).toEqual({ sent: 20, queued: people - 20 })
    smtp.setScript(undefined)
    await set.resume(campaign.id)
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    const to = smtp.accepted().map((mail) => mail.to)
    expect([to.length, new Set(to).size]).toEqual([people, people])
  })

  it('a late answer to what was on the wire does not pause a campaign that was resumed meanwhile', async () => {
    const text = '554 5.2.0 OutboundSpamException'
    const refused = { kind: 'refused', stage: 'final', code: 554, enhancedCode: '5.2.0', text } as const
    const answered = new Set<string>()
    const wire = Promise.withResolvers<void>()
    const set = stage({
      concurrency: 2,
      transport: {
        name: 'held',
        timeoutMs: 60_000,
        verify: async () => undefined,
        close: async () => {},
        async send({ envelope: { to } }) {
          if (answered.has(to)) return { kind: 'accepted', response: '250 OK' }
          answered.add(to)
          if (to.startsWith('late')) await wire.promise
          return refused
        },
      },
    })
    closers.push(() => set.sender.stop({ graceMs: 0 }))
    const campaign = await set.campaign(['late@d1.example', 'soon@d2.example'])
    await set.sender.start()
    await set.until(async () => (await set.status(campaign.id)) === 'paused')
    await set.resume(campaign.id)
    await set.until(async () => (await set.states(campaign.id)).sent === 1)
    wire.resolve()
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    expect(await set.states(campaign.id)).toEqual({ sent: 2 })
  })
})
