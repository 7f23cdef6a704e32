import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { heardLog } from '../heard-log.ts'
import { kit } from '../test-sillage/kit.ts'
import { addresses, type Stage, stage } from './stage.ts'

let set: Stage
afterEach(() => set.sender.stop())

async function sent(set: Stage, clock: ReturnType<typeof fakeClock>, id: number): Promise<void> {
  for (let step = 0; (await set.status(id)) === 'sending'; step += 1)
    if (step > 5_000 || !(await clock.advanceToNext())) throw new Error('it does not end')
}

/** Each level goes over the whole list again: 10 to the power of 12. */
const bomb = `<p>${'{{#a}}'.repeat(12)}{{b}}${'{{/a}}'.repeat(12)}</p>`

describe('a message whose data makes too much of the template', () => {
  it('fails alone, as one that could not be composed, and the others are sent', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    set = stage({ transport, clock })
    const ones = Array(10).fill(1)
    const { id } = await set.campaign(addresses(20), { html: bomb, data: (at) => ({ a: at % 5 === 0 ? ones : [1] }) })
    await set.sender.start()
    await sent(set, clock, id)
    expect(await set.status(id)).toBe('completed')
    expect(await set.states(id)).toEqual({ sent: 16, failed: 4 })
    const failed = (await set.messages(id)).filter(({ state }) => state === 'failed')
    for (const { error } of failed)
      expect(error).toMatchObject({ kind: 'compose', message: expect.stringContaining('more than 100000 steps') })
    const ids = failed.map(({ id: messageId }) => String(messageId)).sort()
    const faults = set.notices.flatMap((notice) => (notice.type === 'fault' ? notice.fault : []))
    for (const fault of faults)
      expect(fault).toMatchObject({
        campaignId: String(id),
        code: 'compose_failed',
        fatal: false,
        message: expect.stringContaining('more than 100000 steps'),
      })
    expect(faults.map(({ messageId }) => messageId).sort()).toEqual(ids)
  })

  it('pauses the campaign when ten in a row fail: the template is at fault then', async () => {
    const clock = fakeClock()
    set = stage({ transport: recordingTransport({ clock }), clock })
    const { id } = await set.campaign(addresses(40), { html: bomb, data: () => ({ a: Array(10).fill(1) }) })
    await set.sender.start()
    await sent(set, clock, id)
    expect(await set.store.campaigns.summary(id)).toMatchObject({ status: 'paused', pauseReason: 'compose_failed' })
  })
})

it('lets other work in between messages that take long to compose', async () => {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  set = stage({ transport, clock, concurrency: 20 })
  const { id } = await set.campaign(addresses(20))
  // A clock that says each message took 20 ms; at each turn of the event loop it is counted what was composed by then.
  let now = 0
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => (now += 20))
  const turns: number[] = []
  let on = true
  const turn = () => {
    turns.push(transport.sends.length)
    if (on) setImmediate(turn)
  }
  setImmediate(turn)
  await set.sender.start()
  await sent(set, clock, id)
  on = false
  spy.mockRestore()
  expect(await set.states(id)).toEqual({ sent: 20 })
  const steps = turns.map((count, at) => count - (turns[at - 1] ?? 0))
  expect(Math.max(...steps)).toBeLessThanOrEqual(3)
})

describe('a message to something that is no address', () => {
  it('fails alone and is never cut into one; the campaign goes on', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    set = stage({ transport, clock })
    const bad = ['wrong', 'john.example.org', 'zo\u00e9@example.net', 'x@localhost', 'a@b.example, c@d.example', 'n/a']
    const { id } = await set.campaign([...bad, ...bad.map((email) => `${email}2`), ...addresses(3)])
    await set.sender.start()
    await sent(set, clock, id)
    expect(await set.status(id)).toBe('completed')
    expect(await set.states(id)).toEqual({ failed: 12, sent: 3 })
    expect(transport.sends.map(({ to }) => to).sort()).toEqual(addresses(3))
    for (const { state, error } of await set.messages(id)) if (state === 'failed') expect(error?.kind).toBe('address')
  })
})

it('what a function of the host throws is in the log, and no word of it in the message', async () => {
  const { logger, lines } = heardLog()
  const broken = new TypeError('/srv/shop/prices.js: price of undefined')
  const compile = (source: string) => ({
    fields: [],
    render(data: Readonly<Record<string, unknown>>) {
      if (data.price === 'none') throw broken
      return source
    },
  })
  const { sillage, settle, messages } = await kit({ logger, content: { templateEngine: { compile } } })
  const faults: unknown[] = []
  sillage.live.on('campaign_error', (fault) => void faults.push(fault))
  const { id } = await sillage.campaigns.create({
    name: 'n',
    subject: 's',
    html: '<p>Hello</p>',
    recipients: [{ email: 'ada@example.org' }, { email: 'bob@example.org', data: { price: 'none' } }],
  })
  await settle()
  const failed = (await messages(id)).find(({ status }) => status === 'failed')
  const message = 'The message could not be made from its template and data.'
  expect(failed).toMatchObject({ email: 'bob@example.org', error: { kind: 'compose', message } })
  const ids = { campaignId: Number(id), messageId: Number(failed?.id) }
  expect(lines.filter(({ level }) => level === 'warn')).toEqual([
    {
      level: 'warn',
      text: 'a message could not be composed',
      details: { err: expect.objectContaining({ message: broken.message }), ...ids },
    },
  ])
  expect(faults).toEqual([{ campaignId: id, code: 'compose_failed', message, fatal: false, messageId: failed?.id }])
})
