import { afterEach, describe, expect, it } from 'vitest'
import { smtpTransport } from '../../src/sending/transport/smtp-transport.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../../src/testing/smtp/faulty-smtp-server.ts'
import { addresses, stage } from './stage.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function server(options: Parameters<typeof faultySmtpServer>[0] = {}): Promise<FaultySmtpServer> {
  const smtp = await faultySmtpServer(options)
  closers.push(() => smtp.close())
  return smtp
}

describe('sender over SMTP', () => {
  it('sends a campaign, each recipient once, and completes it', async () => {
    const smtp = await server()
    const set = stage({ transport: smtpTransport(smtp.url), concurrency: 10 })
    closers.push(() => set.sender.stop())
    const campaign = await set.campaign(addresses(500))
    await set.sender.start()
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    expect(await set.states(campaign.id)).toEqual({ sent: 500 })
    expect(smtp.received.map((mail) => mail.to).sort()).toEqual(addresses(500).sort())
    expect(set.notices.filter((notice) => notice.type === 'sent')).toHaveLength(500)
    expect(smtp.mostOpen).toBeLessThanOrEqual(10)
    const [mail] = smtp.received
    expect(mail?.raw.toString()).toMatch(
      /^List-Unsubscribe: <https:\/\/mail\.example\.com\/track\/unsubscribe\/[0-9a-z]{26}>\r$/m,
    )
    expect(mail?.raw.toString()).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    expect(mail?.raw.toString()).toMatch(/^Message-ID: <[0-9a-z]{26}@example\.com>\r$/m)
    expect(set.sender.metrics()).toMatchObject({ sent: 500, inFlight: 0, ready: 0, outage: false })
  })

  it('keeps the delay between two sends', async () => {
    const smtp = await server({ keepContent: false })
    const smtpOut = smtpTransport(smtp.url)
    const times: number[] = []
    const transport: typeof smtpOut = {
      ...smtpOut,
      send(message, options) {
        times.push(Date.now())
        return smtpOut.send(message, options)
      },
    }
    const set = stage({ transport })
    closers.push(() => set.sender.stop())
    const campaign = await set.campaign(addresses(60), { delayMs: 20 })
    await set.sender.start()
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    // Single gaps are a matter of how busy the machine is, and held on a clock that stands still; the whole must never
    // be too fast.
    const took = (times.at(-1) ?? 0) - (times[0] ?? 0)
    expect(took).toBeGreaterThanOrEqual(59 * 20 - 2)
  })

  it('pausing stops within the messages in flight; resuming neither repeats nor skips', async () => {
    const smtp = await server({
      keepContent: false,
      script: ({ at }) => (at === 'final' ? { at, delayMs: 5 } : undefined),
    })
    const set = stage({ transport: smtpTransport(smtp.url), concurrency: 4 })
    closers.push(() => set.sender.stop())
    const campaign = await set.campaign(addresses(120))
    await set.sender.start()
    for (let round = 0; round < 4; round += 1) {
      const before = smtp.received.length
      await set.until(async () => smtp.received.length >= before + 15)
      await set.pause(campaign.id)
      const atPause = smtp.received.length
      // What is neither claimed nor being sent cannot leave.
      await set.until(async () => {
        const { sending = 0, claimed = 0 } = await set.states(campaign.id)
        return sending + claimed === 0
      })
      expect(smtp.received.length).toBeLessThanOrEqual(atPause + 4)
      expect((await set.states(campaign.id)).sent).toBe(smtp.received.length)
      await set.resume(campaign.id)
    }
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    expect(smtp.received.map((mail) => mail.to).sort()).toEqual(addresses(120).sort())
  })

  it('two senders on one store share the work without doubling it', async () => {
    const smtp = await server({ keepContent: false })
    const set = stage({ transport: smtpTransport(smtp.url), concurrency: 5 })
    const other = set.another({ transport: smtpTransport(smtp.url) })
    closers.push(
      () => set.sender.stop(),
      () => other.stop(),
    )
    const campaign = await set.campaign(addresses(600))
    await Promise.all([set.sender.start(), other.start()])
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    expect(smtp.received.map((mail) => mail.to).sort()).toEqual(addresses(600).sort())
    expect(set.sender.metrics().sent + other.metrics().sent).toBe(600)
    expect(other.metrics().sent).toBeGreaterThan(50)
  })

  it('stopping lets what is on the wire finish and hands claims back', async () => {
    const smtp = await server({
      keepContent: false,
      script: ({ at }) => (at === 'final' ? { at, delayMs: 30 } : undefined),
    })
    const set = stage({ transport: smtpTransport(smtp.url), concurrency: 3 })
    const campaign = await set.campaign(addresses(50))
    await set.sender.start()
    await set.until(async () => smtp.received.length >= 6)
    await set.sender.stop({ graceMs: 5000 })
    const states = await set.states(campaign.id)
    expect(Object.keys(states).sort()).toEqual(['queued', 'sent'])
    expect(states.sent).toBe(smtp.received.length)
    const successor = set.another()
    closers.push(() => successor.stop())
    await successor.start()
    await set.until(async () => (await set.status(campaign.id)) === 'completed')
    expect(smtp.received.map((mail) => mail.to).sort()).toEqual(addresses(50).sort())
  })

  it('stopping without grace cuts the wire: what was handed over is unknown, the rest queued', async () => {
    const smtp = await server({ script: ({ at }) => (at === 'final' ? { at, silent: true } : undefined) })
    const set = stage({ transport: smtpTransport(smtp.url), concurrency: 3 })
    const campaign = await set.campaign(addresses(10))
    await set.sender.start()
    await set.until(async () => smtp.received.length === 3)
    await set.sender.stop({ graceMs: 10 })
    expect(await set.states(campaign.id)).toEqual({ unknown: 3, queued: 7 })
  })

  it('sendDue sends what is due and ends', async () => {
    const smtp = await server({ keepContent: false })
    const set = stage({ transport: smtpTransport(smtp.url) })
    const one = await set.campaign(addresses(40))
    const two = await set.campaign(addresses(30))
    expect(await set.sender.sendDue({ campaignId: one.id })).toBe(40)
    expect(await set.states(two.id)).toEqual({ queued: 30 })
    expect(await set.sender.sendDue()).toBe(30)
    expect(await set.sender.sendDue()).toBe(0)
    const slow = await set.campaign(addresses(30), { delayMs: 30 })
    const sent = await set.sender.sendDue({ campaignId: slow.id, until: Date.now() + 200 })
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThan(10)
    expect(await set.states(slow.id)).toEqual({ sent, queued: 30 - sent })
  })
})
