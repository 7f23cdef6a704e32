import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttpApp, type MountOptions } from '../src/http/index.ts'
import { createSillage, createTokenSealer, localBus, type Sillage, type SillageOptions } from '../src/index.ts'
import { memoryStore } from '../src/store/memory/memory-store.ts'
import { type FakeClock, fakeClock } from '../src/testing/fake-clock.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'

const secrets = ['a secret for the functions of the host']
const sealer = createTokenSealer(secrets)
const reader = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
const campaign = { name: 'n', subject: 's', html: '<a href="https://shop.example/">A</a>', from: 'a@example.org' }
const ada = { email: 'ada@example.org' }

/** The ways in which a function of the host can fail: whatever its type, JavaScript allows these. */
const failures: [string, () => never][] = [
  [
    'throws',
    () => {
      throw new Error('of the host')
    },
  ],
  ['rejects', () => Promise.reject(new Error('of the host')) as never],
  [
    'answers with a thenable that rejects',
    // biome-ignore lint/suspicious/noThenProperty: that is what is tested
    () => ({ then: (_: unknown, reject: (error: Error) => void) => reject(new Error('of the host')) }) as never,
  ],
]

const unheard: unknown[] = []
const note = (error: unknown) => void unheard.push(error)
beforeEach(() => void process.on('unhandledRejection', note))
afterEach(() => void process.off('unhandledRejection', note))

/** An installation with one message that was sent, unless `send` says otherwise. */
async function setup(
  { clock = fakeClock(), ...options }: Partial<SillageOptions> & { clock?: FakeClock },
  { send = true, html = campaign.html } = {},
) {
  const logged: string[] = []
  const log = (_: object, text: string) => void logged.push(text)
  const store = memoryStore()
  const sillage = createSillage({
    store,
    clock,
    secrets,
    baseUrl: 'http://mail.example',
    transport: recordingTransport({ clock }),
    logger: { debug: log, info: log, warn: log, error: log },
    ...options,
  })
  await sillage.migrate()
  const create = () => sillage.campaigns.create({ ...campaign, html, recipients: [ada] })
  const sendAll = async () => {
    await sillage.sendDue()
  }
  const id = send ? (await create()).id : ''
  if (send) await sendAll()
  return { sillage, store, clock, logged, create, sendAll, id }
}

function ask(sillage: Sillage, id: string, mount: MountOptions = {}) {
  const app = createHttpApp(sillage, mount)
  const route = app.routes.find((candidate) => candidate.id === id)
  if (route === undefined) throw new Error(id)
  const params = { token: sealer.seal({ kind: 'pixel', messageId: 1 }) }
  const request = { method: 'GET', params, query: '', headers: reader, remoteAddress: '127.0.0.1', body: undefined }
  return app.respond(route, request, { url: '/', raw: undefined })
}

/** Unhandled rejections are reported in a later turn of the event loop. */
async function expectNothingUnheard(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(unheard.splice(0)).toEqual([])
}

const opensOf = async (sillage: Sillage, id: string) => {
  const { opens, clicks } = await sillage.campaigns.stats(id)
  expect(await sillage.maintenance.recount(id)).toEqual({})
  return [opens.total, opens.machine, clicks.total]
}

describe.each(failures)('a function of the host that %s', (_, fail) => {
  it('as a listener is logged, and the others are called', async () => {
    const { sillage, logged, id } = await setup({})
    const heard: number[] = []
    sillage.on('message.opened', fail)
    sillage.on('message.opened', ({ data }) => void heard.push(Number(data.messageId)))
    await ask(sillage, 'pixel')
    await expectNothingUnheard()
    expect([heard, logged.includes('a listener failed')]).toEqual([[1], true])
    expect(await opensOf(sillage, id)).toEqual([1, 0, 0])
  })

  it('as a logger affects nothing else', async () => {
    const { sillage, id } = await setup({ logger: { debug: fail, info: fail, warn: fail, error: fail } })
    sillage.on('message.opened', fail)
    expect((await ask(sillage, 'pixel')).status).toBe(200)
    const authorize = () => Promise.reject(new Error('logged, or not'))
    expect((await ask(sillage, 'listCampaigns', { authorize })).status).toBe(500)
    await expectNothingUnheard()
    expect(await opensOf(sillage, id)).toEqual([1, 0, 0])
  })

  it('as classify leaves the verdict of the rules, and is logged', async () => {
    const { sillage, logged, id } = await setup({ tracking: { classify: fail } })
    await ask(sillage, 'pixel')
    await expectNothingUnheard()
    expect(await opensOf(sillage, id)).toEqual([1, 0, 0])
    expect(logged).toContain('the verdict of the rules holds, because tracking.classify failed')
  })

  it('as the bus is logged, and the hit is stored once', async () => {
    const { sillage, logged, id } = await setup({ bus: { ...localBus(), publish: fail } })
    await ask(sillage, 'pixel')
    await expectNothingUnheard()
    expect(await opensOf(sillage, id)).toEqual([1, 0, 0])
    expect(logged).toContain('the bus failed; others learn late of what changed')
  })

  it('as the end of a bus or a transport rejects close, and the rest is closed', async () => {
    for (const part of ['bus', 'transport'] as const) {
      const whole = { bus: localBus(), transport: recordingTransport({ clock: fakeClock() }) }
      const { sillage, store } = await setup({ [part]: { ...whole[part], close: fail } }, { send: false })
      let closed = false
      store.close = async () => {
        closed = true
      }
      await expect(sillage.close()).rejects.toThrow('of the host')
      await expectNothingUnheard()
      expect(closed, part).toBe(true)
    }
  })

  it('as the directory ends the call that used it', async () => {
    const { sillage } = await setup({ directory: { search: fail, resolve: fail } }, { send: false })
    for (const call of [
      () => sillage.contacts.list(),
      () => sillage.contacts.get('1'),
      () => sillage.campaigns.create({ ...campaign, recipients: { contactIds: ['1'] } }),
      () => sillage.campaigns.create({ ...campaign, recipients: { where: { company: 'x' } } }),
    ]) {
      let promise: Promise<unknown> | undefined
      expect(() => {
        promise = call()
      }).not.toThrow()
      await expect(promise).rejects.toThrow('of the host')
    }
    await expectNothingUnheard()
  })

  it('as a compiler of templates is reported to the author', async () => {
    const { sillage, create } = await setup({ content: { templateEngine: { compile: fail } } }, { send: false })
    await expect(create()).rejects.toMatchObject({ code: 'invalid_template', field: 'subject' })
    const template = sillage.templates.create({ name: 'n', subject: 's', html: 'h' })
    await expect(template).rejects.toMatchObject({ code: 'invalid_template', field: 'subject' })
    await expectNothingUnheard()
  })

  it('as a renderer of templates fails the one message, and leaves its links untracked', async () => {
    const html = '<a href="https://shop.example/{{id}}">A</a>'
    const templateEngine = { compile: () => ({ fields: [], render: fail }) }
    const { sillage, id } = await setup({ content: { templateEngine } }, { html })
    await expectNothingUnheard()
    const [message] = (await sillage.messages.list({ campaignId: id })).items
    expect([message?.status, message?.error?.kind]).toEqual(['failed', 'compose'])
    expect((await sillage.campaigns.stats(id)).links).toEqual([])
  })

  it('as a transport leaves the message unknown', async () => {
    const clock = fakeClock()
    const { sillage, id } = await setup({ transport: { ...recordingTransport({ clock }), send: fail } })
    await expectNothingUnheard()
    const [message] = (await sillage.messages.list({ campaignId: id })).items
    expect([message?.status, message?.error?.kind]).toEqual(['unknown', 'connection'])
    const test = sillage.campaigns.sendTest({ subject: 's', html: 'h', from: campaign.from, to: 'me@example.org' })
    await expect(test).rejects.toMatchObject({ code: 'smtp_unreachable' })
  })

  it('as the probe of a server counts as an unreachable server, and is called again later', async () => {
    const refused = { kind: 'lost', stage: 'connect', handedOver: false, text: 'refused' } as const
    const ok = { kind: 'accepted', response: '250' } as const
    const clock = fakeClock()
    let [sends, asked] = [0, 0]
    // Three that fail open the breaker. If it were called at once, one that never succeeds would be called for ever.
    const transport = recordingTransport({ clock, answer: () => (sends++ < 3 ? refused : ok) })
    const verify = () => (asked++ < 3 ? fail() : Promise.resolve(undefined))
    const { sillage, create } = await setup({ clock, transport: { ...transport, verify } }, { send: false })
    await sillage.start()
    const { id } = await create()
    await clock.advance(1_000)
    expect(asked).toBeLessThanOrEqual(1)
    await clock.advance(60_000)
    expect([asked, (await sillage.campaigns.get(id)).status]).toEqual([4, 'completed'])
    await sillage.close()
    await expectNothingUnheard()
  })

  it('as authorize refuses, and is logged', async () => {
    const { sillage, logged } = await setup({}, { send: false })
    expect((await ask(sillage, 'listCampaigns', { authorize: fail })).status).toBe(500)
    await expectNothingUnheard()
    expect(logged).toContain('a request failed')
  })
})

it.each([['robot'], [Promise.resolve('scanner')], [1n], [{}]])(
  'classify that answers %o leaves the verdict of the rules',
  async (answer) => {
    const { sillage, logged, id } = await setup({ tracking: { classify: () => answer as never } })
    await ask(sillage, 'pixel')
    await expectNothingUnheard()
    expect(await opensOf(sillage, id)).toEqual([1, 0, 0])
    expect(logged).toContain('the verdict of the rules holds, because tracking.classify failed')
  },
)

it('classify that answers a verdict has the last word, and nothing leaves the verdict as it is', async () => {
  for (const [answer, opens] of [
    ['scanner', [0, 1, 0]],
    [undefined, [1, 0, 0]],
    [null, [1, 0, 0]],
  ] as const) {
    const { sillage, logged, id } = await setup({ tracking: { classify: () => answer as never } })
    await ask(sillage, 'pixel')
    expect([await opensOf(sillage, id), logged.filter((text) => text.includes('classify'))]).toEqual([opens, []])
  }
})
