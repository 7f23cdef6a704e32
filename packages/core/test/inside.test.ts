import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import {
  createSillage,
  createTokenSealer,
  type Sillage,
  SillageError,
  type SillageOptions,
  storeAssets,
  systemClock,
} from '../src/index.ts'
import type { TransportResult } from '../src/sending/transport/transport.ts'
import { memoryStore } from '../src/store/memory/memory-store.ts'
import type { Store } from '../src/store/port/store.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'
import { asking } from './erasure/ask.ts'
import { rightBodies } from './http/fuzz/right-bodies.ts'
import { allowed } from './unheard.ts'

/** What no answer may hold: where the host's servers and files are, and what drivers say. */
const inside = /10\.1\.2\.3|smtp\.inside|\/srv\/|ECONN|ENOTFOUND|relation|pg_hba|nodemailer/
const email = 'zoe.q@example.org'
/** An address as servers and drivers repeat it. */
const forms = `<${email}>, "zoe.q"@example.org, zoe.q=example.org@relay.example, zoe.q%40example.org`
const localPart = /zoe\.q/i

let sillage: Sillage
let log: string[] = []
afterEach(() => sillage.close())

async function install(options: Partial<SillageOptions>): Promise<void> {
  log = []
  const note = (details: object, text: string) =>
    void log.push(`${text} ${inspect(details, { depth: 20, showHidden: true })}`)
  sillage = createSillage({
    ...allowed,
    store: memoryStore(),
    secrets: ['a secret for tests only'],
    baseUrl: 'http://mail.example',
    from: 'news@example.com',
    http: { hitDeadlineMs: 20 },
    logger: { debug: note, info: note, warn: note, error: note },
    ...options,
  })
  await sillage.migrate()
}

const content = { subject: 'Hello', html: '<p>Hello <a href="https://shop.example/">shop</a></p>' }
const campaign = { name: 'News', ...content, recipients: [{ email }] }

describe('of a store that fails', () => {
  /** A store each of whose methods rejects, once that is asked for. */
  function failing(store: Store): { store: Store; failWith(error: Error | undefined): void } {
    let failure: Error | undefined
    const guard = <T extends object>(role: T): T =>
      new Proxy(role, {
        get(target, name, receiver) {
          const value: unknown = Reflect.get(target, name, receiver)
          if (typeof value !== 'function') return value
          return (...given: unknown[]) => (failure ? Promise.reject(failure) : Reflect.apply(value, target, given))
        },
      })
    const roles = Object.entries(store).map(([name, value]) => [name, typeof value === 'object' ? guard(value) : value])
    return {
      store: Object.fromEntries(roles),
      failWith(error) {
        failure = error
      },
    }
  }

  const driver = Object.assign(new Error(`connect ECONNREFUSED 10.1.2.3:5432; ${forms}`), {
    code: 'ECONNREFUSED',
    detail: `Key (email)=(${email}) already exists in relation "email_contacts" of Zoe`,
  })
  const away = 'The SQLite database cannot be opened: check /srv/mail/campaigns.db.'
  const errors: [number, Error][] = [
    [503, new SillageError('store_unavailable', away, { cause: driver })],
    [500, new SillageError('store_refused', 'refused by relation email_contacts', { cause: driver })],
    [500, new SillageError('not_migrated', 'The tables in /srv/mail are missing', { cause: driver })],
    [500, driver],
  ]

  it.each(errors)('no route answers more than that: %i', async (status, error) => {
    const { store, failWith } = failing(memoryStore())
    await install({ store, transport: recordingTransport({ clock: systemClock }), assets: storeAssets() })
    const { id } = await sillage.campaigns.create({ ...campaign, start: false })
    const sealer = createTokenSealer(['a secret for tests only'])
    const { routes, ask } = asking(sillage)
    const kinds = { pixel: 'pixel', click: 'click', read: 'read', view: 'view' } as const
    failWith(error)
    const statuses = new Map<string, number>()
    for (const { id: route, access, path } of routes) {
      const bodies = rightBodies[route]
      const [body] = bodies === undefined ? [undefined] : fc.sample(bodies, { numRuns: 1, seed: 1 })
      const kind = kinds[route as keyof typeof kinds] ?? (/pref/i.test(route) ? 'preferences' : 'unsubscribe')
      const token = sealer.seal({ kind, messageId: 1, ...(kind === 'click' ? { linkId: 9 } : {}) } as never)
      const csv = { body: 'email\na@example.org\n', headers: { 'content-type': 'text/csv' } }
      const octets = { 'content-type': 'application/octet-stream' }
      const file = { query: 'filename=a.pdf', body: 'a', headers: octets }
      const picture = {
        query: 'name=a.gif',
        body: 'GIF89a\u0003\u0000\u0002\u0000\u0000\u0000\u0000;',
        headers: octets,
      }
      const plain = { body: { subject: 's', html: '<p>x</p>' } }
      const files = {
        importContacts: csv,
        createAttachment: file,
        createAsset: picture,
        previewContent: plain,
        checkContent: plain,
      }
      const asked = files[route as keyof typeof files] ?? { body: route === 'putSetting' ? { value: [] } : body }
      const answer = await ask(route, {
        params: {
          id: route === 'putTemplate' ? 'welcome' : id,
          action: route === 'controlStream' ? 'retry' : 'start',
          key: 'topics',
          token,
        },
        ...asked,
      })
      expect(answer.text, `${route} ${path}`).not.toMatch(inside)
      expect(answer.text, route).not.toMatch(localPart)
      if (access === 'manage') statuses.set(route, answer.status)
    }
    const others = [...statuses].filter(([, answered]) => answered !== status).map(([route]) => route)
    // These ask no store; a mail of the host leaves untracked, and a brand is remembered for a moment.
    const free = ['sendTest', 'previewContent', 'checkContent', 'trackMessage', 'listTransports', 'openapi']
    expect(others.filter((route) => route !== 'getBrand')).toEqual(free)
    expect(log.join('\n')).toContain('10.1.2.3')
    expect(log.join('\n')).not.toMatch(localPart)
    expect(log.join('\n')).not.toMatch(/of Zoe/)
    failWith(undefined)
  })
})

const refused = (stage: 'greeting' | 'auth' | 'tls' | 'mail' | 'rcpt' | 'final', code: number, text: string) =>
  ({ kind: 'refused', stage, code, enhancedCode: undefined, text: `${code} ${text} ${forms}` }) as const
const lost = (stage: 'connect' | 'rcpt' | 'body' | 'final', text: string) =>
  ({ kind: 'lost', stage, handedOver: stage === 'final', text: `${text} ${forms}` }) as const
const unusable = (reason: 'auth' | 'config', text: string) =>
  ({ kind: 'unusable', reason, stage: 'auth', text: `${text} ${forms}` }) as const

/** What the host's own server says, or a library about it. */
const ofOurSide: Exclude<TransportResult, { kind: 'accepted' }>[] = [
  lost('connect', 'connect ECONNREFUSED 10.1.2.3:25'),
  lost('connect', 'getaddrinfo ENOTFOUND smtp.inside'),
  lost('rcpt', 'read ECONNRESET 10.1.2.3:25'),
  lost('body', 'write ECONNRESET smtp.inside'),
  lost('final', 'ECONNRESET smtp.inside'),
  unusable('auth', 'nodemailer: no credentials for smtp.inside'),
  unusable('config', 'the certificate in /srv/tls is not for smtp.inside'),
  refused('greeting', 421, 'smtp.inside takes no calls'),
  refused('auth', 535, 'smtp.inside does not know the user'),
  refused('tls', 454, 'no TLS at smtp.inside'),
  refused('mail', 530, 'log in at smtp.inside'),
]
/** What a server says of the message. */
const ofTheMessage = [
  refused('rcpt', 550, '5.1.1 unknown'),
  refused('rcpt', 452, '4.2.2 full'),
  refused('final', 554, '5.7.1 spam'),
  refused('mail', 550, '5.1.8 sender refused'),
]

describe('of a mail server', () => {
  /** Sends to twelve, and gathers what is answered and published about it; the log apart. */
  async function told(failure: TransportResult): Promise<string> {
    const transport = recordingTransport({
      clock: systemClock,
      answer: () => failure,
      verify: async () => failure as never,
    })
    await install({ transport })
    const heard: unknown[] = []
    for (const name of ['campaign_progress', 'campaign_complete', 'campaign_error'] as const)
      sillage.live.on(name, (data) => void heard.push(data))
    for (const type of ['campaign.paused', 'message.failed'] as const)
      sillage.on(type, (fact) => void heard.push(fact.data))
    const recipients = Array.from({ length: 12 }, (_, n) => ({ email: `zoe.q${n}@example.org`, ref: `r${n}` }))
    const { id } = await sillage.campaigns.create({ ...campaign, recipients })
    await sillage.sendDue()
    const { ask } = asking(sillage)
    const answers = [
      await ask('sendTest', { body: { to: email, ...content } }),
      await ask('getCampaign', { params: { id } }),
      await ask('listCampaigns'),
      await ask('getStats', { params: { id } }),
      await ask('live', { query: `campaign=${id}` }),
    ]
    const { items } = await sillage.messages.list({ campaignId: id })
    return [
      ...answers.map(({ text }) => text),
      JSON.stringify(items.map(({ error }) => error)),
      JSON.stringify(heard),
    ].join('\n')
  }

  it.each(ofOurSide)('what is said of the host’s own side is in the log alone: %j', async (failure) => {
    const answered = await told(failure)
    expect(answered).toMatch(/The mail server|The connection to the mail server/)
    expect(answered).not.toMatch(inside)
    expect(answered).not.toMatch(/zoe\.q["@=%]/)
    expect(log.join('\n')).toMatch(inside)
    expect(log.join('\n')).not.toMatch(localPart)
  })

  it.each(ofTheMessage)('what is said of a message is said with it, without its address: %j', async (failure) => {
    const answered = await told(failure)
    expect(answered).toContain(failure.text.slice(0, 12))
    expect(answered).toContain('…@example.org')
    expect(answered).not.toMatch(/zoe\.q["@=%]/)
    expect(log.join('\n')).not.toMatch(localPart)
  })
})

it('what functions of the host throw is logged without addresses', async () => {
  const fail = () => {
    throw new TypeError(`of the host: ${forms}`, { cause: new Error(forms) })
  }
  await install({ transport: recordingTransport({ clock: systemClock }), tracking: { classify: fail } })
  sillage.on('message.sent', fail)
  sillage.live.on('campaign_progress', fail)
  await sillage.campaigns.create(campaign)
  await sillage.sendDue()
  const sealer = createTokenSealer(['a secret for tests only'])
  const { ask } = asking(sillage, { authorize: fail })
  expect((await ask('listCampaigns')).status).toBe(500)
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
  await ask('pixel', { params: { token: sealer.seal({ kind: 'pixel', messageId: 1 }) }, headers })
  const lines = log.join('\n')
  for (const text of ['a listener failed', 'a request failed', 'tracking.classify failed'])
    expect(lines).toContain(text)
  expect(lines).toContain('…@example.org')
  expect(lines).not.toMatch(localPart)
})
