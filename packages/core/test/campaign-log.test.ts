import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSillage } from '../src/create-sillage.ts'
import type { Logger } from '../src/domain/logger.ts'
import { createHttpApp } from '../src/http/http-app.ts'
import { sillageFetch } from '../src/http/sillage-fetch.ts'
import type { SillageOptions } from '../src/options.ts'
import type { Sillage } from '../src/sillage.ts'
import { memoryStore } from '../src/store/memory/memory-store.ts'
import { type FakeClock, fakeClock } from '../src/testing/fake-clock.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'
import { heardLog, type LogLine } from './heard-log.ts'

let clock: FakeClock
let sillage: Sillage
let logger: Logger
let lines: LogLine[]

function make(options: Partial<SillageOptions> = {}): Sillage {
  return createSillage({
    store: memoryStore(),
    baseUrl: 'https://mail.example/s',
    from: 'a@example.org',
    clock,
    transport: recordingTransport({ clock }),
    logger,
    ...options,
  })
}
beforeEach(async () => {
  clock = fakeClock()
  ;({ logger, lines } = heardLog())
  sillage = make()
  await sillage.migrate()
})
afterEach(() => sillage.close())

const campaign = (more = {}) => ({
  name: 'News',
  subject: 'Secret subject',
  html: '<p>Hello</p>',
  recipients: [{ email: 'ada@example.org' }, { email: 'zoe@example.net' }],
  ...more,
})
const warnings = () => lines.filter(({ level }) => level === 'warn').map(({ text }) => text.split(':')[0])

describe('a campaign in the log', () => {
  it('is logged from its creation to its end, by id and counts, without an address', async () => {
    const { id } = await sillage.campaigns.create(campaign({ start: false }))
    await sillage.campaigns.start(id)
    await sillage.campaigns.pause(id)
    await sillage.campaigns.resume(id)
    await sillage.start()
    await clock.advance(5_000)
    const other = await sillage.campaigns.create(campaign({ scheduledAt: '2099-01-01T00:00:00Z' }))
    await sillage.campaigns.cancel(other.id)
    const counts = { campaignId: Number(id), total: 2, queued: 2, sent: 0, failed: 0, skipped: 0, unknown: 0 }
    const info = lines.filter(({ level, text }) => level === 'info' && text.startsWith('campaign '))
    expect(info.map(({ text }) => text)).toEqual([
      'campaign created',
      'campaign started',
      'campaign paused',
      'campaign resumed',
      'campaign completed',
      'campaign created',
      'campaign cancelled',
    ])
    expect(info[0]?.details).toEqual({ ...counts, status: 'draft' })
    expect(info[2]?.details).toEqual({ ...counts, reason: 'user' })
    expect(info[4]?.details).toEqual({ ...counts, queued: 0, sent: 2 })
    expect(JSON.stringify(lines)).not.toMatch(/example\.(org|net)|Secret/)
  })

  it('is logged as completed where all its recipients are suppressed', async () => {
    await sillage.suppressions.create({ email: 'ada@example.org' })
    await sillage.campaigns.create(campaign({ recipients: [{ email: 'ada@example.org' }] }))
    expect(lines.map(({ text }) => text)).toEqual(['campaign created', 'campaign started', 'campaign completed'])
  })
})

it('a mail server that is away is logged when it goes and when it is back, not for each message', async () => {
  const gone = { kind: 'lost', stage: 'connect', handedOver: false, text: 'connect ECONNREFUSED' } as const
  let isAway = true
  const transport = recordingTransport({
    clock,
    answer: () => (isAway ? gone : { kind: 'accepted', response: '250 recorded' }),
    verify: async () => {
      if (isAway) throw new Error('connect ECONNREFUSED')
    },
  })
  const sending = make({ transport: Object.assign(transport, { server: 'mail.example:587' }) })
  await sending.migrate()
  await sending.campaigns.create(campaign())
  await sending.start()
  await clock.advance(400)
  isAway = false
  await clock.advance(5_000)
  expect(lines.map(({ text }) => text).filter((text) => !text.startsWith('campaign '))).toEqual([
    'the mail server cannot be reached; sending waits',
    'the mail server answers again; sending goes on',
  ])
  expect(lines.find(({ level }) => level === 'warn')?.details).toMatchObject({ server: 'mail.example:587' })
  await sending.close()
})

describe('start() that was forgotten', () => {
  const forgotten = 'a campaign waits and nobody sends it'

  it('is said once, when a campaign has waited for ten seconds', async () => {
    await sillage.campaigns.create(campaign())
    await clock.advance(9_999)
    expect(warnings()).toEqual([])
    await clock.advance(1)
    expect(warnings()).toEqual([forgotten])
    await sillage.campaigns.create(campaign())
    await clock.advance(60_000)
    expect(warnings()).toEqual([forgotten])
    expect(clock.sleeping).toBe(0)
  })

  it('is said ten seconds after the time of a scheduled one', async () => {
    const scheduledAt = new Date(clock.now() + 3_600_000).toISOString()
    await sillage.campaigns.create(campaign({ scheduledAt }))
    await clock.advance(3_609_999)
    expect(warnings()).toEqual([])
    await clock.advance(1)
    expect(warnings()).toEqual([forgotten])
  })

  it.each<[string, Partial<SillageOptions>, object, (of: Sillage) => unknown]>([
    ['for a draft', {}, { start: false }, () => {}],
    ['in a process without a transport', { transport: undefined }, {}, () => {}],
    ['where start() was called', {}, {}, (of) => of.start()],
    ['where start() was told not to send', {}, {}, (of) => of.start({ send: false })],
    ['where sendDue() sends', {}, {}, (of) => of.sendDue()],
    ['after close()', {}, {}, (of) => of.close()],
  ])('is not said %s', async (_, options, more, act) => {
    const other = make(options)
    await other.migrate()
    await other.campaigns.create(campaign(more))
    const acting = act(other)
    await clock.advance(60_000)
    await acting
    expect(warnings()).not.toContain(forgotten)
    await other.close()
    expect(clock.sleeping).toBe(0)
  })

  it('is not said where another process on the store sends', async () => {
    const store = memoryStore()
    const [web, worker] = [make({ store }), make({ store })]
    await web.migrate()
    await web.campaigns.create(campaign())
    await worker.start()
    await clock.advance(60_000)
    expect(warnings()).toEqual([])
    await Promise.all([web.close(), worker.close()])
  })
})

describe('a mount that baseUrl does not lead to', () => {
  const wrong = 'baseUrl does not lead to where the routes are mounted, and links in mails begin with it'
  const get = (handle: ReturnType<typeof sillageFetch>, path: string) =>
    handle(new Request(`https://mail.example${path}`))

  it('is said ten seconds after start(), once, where its options name the path', async () => {
    const handle = sillageFetch(sillage, { prefix: '/mail/', authorize: () => true })
    await sillage.start()
    await clock.advance(9_999)
    expect(warnings()).toEqual([])
    await clock.advance(1)
    expect(warnings()).toEqual([wrong])
    expect(lines.at(-1)?.details).toEqual({ baseUrl: 'https://mail.example/s', mountedAt: ['/mail'] })
    await get(handle, '/mail/api/campaigns')
    expect(warnings()).toEqual([wrong])
  })

  it('is said at the first management request, where a framework mounts it', async () => {
    const app = createHttpApp(sillage, { authorize: () => true })
    await sillage.start()
    await clock.advance(60_000)
    expect(warnings()).toEqual([])
    const route = app.routes.find(({ id }) => id === 'getStats')
    if (route === undefined) throw new Error('there is no such route')
    const request = {
      method: 'GET',
      params: { id: '1' },
      query: '',
      headers: {},
      remoteAddress: undefined,
      body: undefined,
    }
    const ask = () => app.respond(route, request, { url: '/a/mail/api/tracking/campaigns/1?x=/y', raw: undefined })
    expect((await ask()).status).toBe(404)
    await ask()
    expect(warnings()).toEqual([wrong])
    expect(lines.at(-1)?.details).toMatchObject({ mountedAt: ['/a/mail'] })
  })

  it.each<[string, (of: Sillage) => ReturnType<typeof sillageFetch>, string]>([
    ['where it leads to one', (of) => sillageFetch(of), '/s/api/campaigns'],
    ['of management alone', (of) => sillageFetch(of, { only: 'manage', prefix: '/admin' }), '/admin/api/campaigns'],
    [
      'where it leads to another one',
      (of) => {
        sillageFetch(of, { only: 'public' })
        return sillageFetch(of, { prefix: '/admin' })
      },
      '/admin/api/campaigns',
    ],
  ])('is not said %s', async (_, mount, path) => {
    const handle = mount(sillage)
    expect((await get(handle, path)).status).toBe(403)
    await sillage.start()
    await clock.advance(60_000)
    expect(warnings()).toEqual([])
  })
})
