import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import * as http from '../src/http/index.ts'
import * as core from '../src/index.ts'
import * as testing from '../src/testing/index.ts'
import { unsetConsentDefault } from '../src/tracking/consent.ts'
import { createJudge } from '../src/tracking/judge.ts'
import { thresholdsWith } from '../src/tracking/rules/thresholds.ts'
import { held, refusals } from './refusals.ts'

const { compileCampaign, createSillage, createTokenSealer, dkim, englishNames, memoryStore, parseBounce } = core
const { smtpTransport, trackHtml, trackMails, trackText, transporterTransport } = core
const { createHttpApp, liveSocket, sillageFetch, sillageNode } = http
const { fakeClock, faultySmtpServer, recordingTransport, runAdapterCases, runStoreCases } = testing

/** Stands wherever a password, a key or a URL with one may be given. */
const secret = 'hunter2-and-more'
const store = memoryStore()
const sillage = createSillage({ store, baseUrl: 'http://mail.example/s' })
const content = { subject: 'Hello', html: '<p>Hello</p>', from: { address: 'ada@example.org' } }
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
const transporter = { sendMail() {} } as never
const register = Object.assign(() => undefined, { skip: () => undefined })
const mount = async () => ({ url: '', close: async () => undefined })
const least = { store, baseUrl: 'http://mail.example/s' }
/** A group of the options of `createSillage`, held to the same. */
function groupRefusals(group: string, wrong: Parameters<typeof refusals>[2]): void {
  refusals(`createSillage ${group}`, (more: never) => createSillage({ ...least, [group]: more }), wrong, {
    prefix: `${group}.`,
  })
}

refusals('createSillage', (more: never) => createSillage({ ...least, ...(more as object) }), {
  store: [secret, {}],
  baseUrl: [undefined, 5, 'ftp://mail.example', 'http://mail.example/?a=1'],
  transport: [secret, { send() {}, timeoutMs: -1 }, { default: transporter, bulk: 5 }, { bulk: transporter }],
  transportNames: ['bulk', [5], ['b u l k']],
  from: [
    5,
    'nobody',
    'a@example.org, b@example.org',
    {},
    ['a@example.org'],
    { name: 'Ada' },
    { address: 'ada@example.org' },
    { email: 'Ada <ada@example.org>' },
    { email: 'a@example.org, b@example.org' },
    { email: 'ada@example.org', name: 5 },
    { email: 'ada@example.org', name: 'Ada\r\nBcc: b@example.org' },
    { email: 'ada@example.org', name: 'A'.repeat(201) },
    { email: 'ada@example.org', nick: 'Ada' },
  ],
  directory: [{ search() {} }],
  assets: [secret, {}],
  bus: [secret, { publish() {} }],
  logger: [true, {}],
  clock: [Date, { now() {}, sleep() {}, monotonic: 5 }],
  secrets: [secret, [], ['short'], [secret, 5]],
  tenants: [true, 'some', null],
  content: [secret, []],
  sending: [5, null],
  tracking: [true],
  privacy: [true],
  feedback: [secret],
  webhooks: [true],
  http: ['loopback'],
})
const key = 'k'.repeat(22)
groupRefusals('feedback', {
  sources: [secret, { ses: {} }, { 'Not a name': { read() {} } }],
  keys: [secret, ['short'], [`${key} `], [5]],
  policy: [
    secret,
    { soft: true },
    { soft: { count: 0 } },
    { soft: { forgetDays: 91 } },
    { soft: { forgetDays: 10 } },
    { maxAgeDays: 0 },
    { senderFault: { minutes: 0 } },
    { complaintRate: { pause: 1.5 } },
    { complaintRate: { least: 0 } },
  ],
})
it('createSillage feedback needs a key where it has sources', () => {
  const sources = { own: { name: 'own', read: async () => ({ kind: 'events', events: [] }) as const } }
  const options = { store, baseUrl: 'http://mail.example/s' }
  expect(() => createSillage({ ...options, feedback: { sources } })).toThrow(/feedback\.keys: expected a key/)
  expect(createSillage({ ...options, feedback: { sources, keys: [key] } }).feedback.url('own')).toBe(
    `http://mail.example/s/track/feedback/own/${key}`,
  )
})
groupRefusals('content', {
  templateEngine: [secret, {}],
  maxHtmlBytes: [0],
  maxAttachmentBytes: [0],
  brand: [
    secret,
    { width: 10 },
    { font: 'a;}' },
    { headingFont: '' },
    { radius: -1 },
    { logo: { src: 'javascript:alert(1)', alt: 'a' } },
    { logo: { src: 'https://cdn.example/l.png' } },
    { light: { button: 'red' } },
    { dark: { page: '#fff' } },
    { ligth: {} },
  ],
  senders: [
    secret,
    [{ email: 'nobody' }],
    [{ email: 'a@b.example', name: 'two\nlines' }],
    [{ email: 'a@b.example' }, { email: 'a@b.example' }],
  ],
  topics: [
    secret,
    [{ key: 'news' }],
    [{ key: '', name: 'News' }],
    [{ key: 'news', name: { english: 'News' } }],
    [{ key: 'news', name: 'News', colour: 'red' }],
    [
      { key: 'news', name: 'News' },
      { key: 'news', name: 'Other news' },
    ],
  ],
  pages: [
    secret,
    { en: 5 },
    { en: { unsubscribed: { title: 5 } } },
    { en: { unsubscribe: { titel: 'x' } } },
    { '?': {} },
  ],
})
refusals('defineBrand', core.defineBrand, {
  width: [10, 320.5],
  font: [5, 'a;}'],
  headingFont: [''],
  radius: [41],
  logo: [
    secret,
    { src: 'ftp://cdn.example/l.png', alt: 'a' },
    { src: 'https://cdn.example/l.png', alt: 'a', href: 'x' },
  ],
  light: [{ page: '#12345g' }],
  dark: [[]],
})
groupRefusals('sending', {
  concurrency: [0, 1_001, 1.5, '5', null],
  limits: [5, { perSecond: 0 }, { perWeek: 1 }, { perSecond: 1, burst: 2 }],
  domainLimits: [
    5,
    { '@a.example': {} },
    { 'bücher.example': {}, 'xn--bcher-kva.example': {} },
    { 'a.example': { perDay: 0 } },
    { 'a.example': { perWeek: 1 } },
    { 'a.example': 5 },
  ],
  retry: [true, { delays: [1] }, { delaysMs: [] }, { delaysMs: ['5'] }, { shortestMs: -1 }, { deadlineMs: Number.NaN }],
  allowHeaders: [
    'X-MC-Tags',
    ...[5, '', 'Bcc', 'To', 'From', 'Subject', 'Date', 'Message-ID', 'DKIM-Signature', 'Received', 'List-Unsubscribe'],
    ...['Resent-To', 'Sender', 'Content-Type', 'X-Sillage-Id', 'X-MC-*', 'X-Fair', 'X MC Tags', 'X-MC-Tags: a'],
  ].map((name, n) => (n === 0 ? name : ['X-MC-Tags', name])),
  onUnknown: ['send'],
  leaseMs: [0, 86_400_001],
  marks: [
    5,
    { listID: 'a.example' },
    { unsubscribeMailto: 'x' },
    { listId: 'x' },
    { feedbackId: 'a b' },
    { precedence: 'high' },
    { autoSubmitted: 'yes' },
    { complaintAddress: 'loop' },
    { bounceAddress: 'bounces' },
    { bounceAddress: '{token}{token}@a.example' },
  ],
})
groupRefusals('tracking', {
  readTime: [5, { cap: 1 }, { capMs: 0 }, { maxStreams: 0 }, { maxStreamsPerSource: 0 }, { heartbeatMs: 0.5 }],
  rules: [5, { burst: 1 }, { burstLinks: 1 }, { earlyMs: -1 }, { earlyHits: 1 }, { parallelMs: Number.NaN }],
  networks: [5, [{ name: 'a', cidrs: ['10.0.0.0/33'], verdict: 'human' }]],
  classify: [true],
  fallbackUrl: ['javascript:alert(1)', 5],
  paths: ['neutral', {}, { ...core.neutralPaths, pixel: '/x/:token' }, { ...core.neutralPaths, feedback: '/f/:token' }],
})
groupRefusals('privacy', {
  ip: ['some'],
  userAgent: ['some'],
  honourGpc: [1],
  unsetConsent: [true, { open: true }, { opens: 1 }],
  retention: [
    30,
    { eventDay: 1 },
    { messageDays: -1 },
    { personalDays: '1' },
    { eventDays: null },
    { eventDays: { opens: 1 } },
    { eventDays: { open: -1 } },
  ],
})
groupRefusals('webhooks', { allowPrivate: ['yes', 1] })
groupRefusals('http', {
  trustProxy: ['loopback', 1.5, ['10.0.0.0/99'], [5]],
  hitDeadlineMs: [-1, 60_001],
  maxLiveConnections: [0],
})
refusals('smtpTransport', smtpTransport, {
  host: [5],
  port: [0, '65536', 'smtp'],
  secure: ['yes'],
  servername: [5],
  ignoreTLS: [1],
  requireTLS: ['true'],
  opportunisticTLS: [1],
  name: [5],
  localAddress: [5],
  connectionTimeout: [0],
  greetingTimeout: [0],
  socketTimeout: [0.5],
  dnsTimeout: ['5'],
  maxResponseSize: [0],
  tls: [secret],
  auth: [
    secret,
    { user: 'ada', pass: 5 },
    { pass: secret },
    { user: 'ada', pass: secret, pas: 1 },
    { user: 'ada', pass: secret, type: secret.length },
    { type: 'OAuth2', accessToken: secret },
    { type: 'OAuth2', user: 'ada', accessTokn: secret },
    { type: 'OAuth2', user: 'ada', clientSecret: [secret] },
  ],
  maxConnections: [0],
  maxMessages: [0],
  idleTimeout: [0],
  sendTimeout: [0],
  limits: [{ perSecond: 0 }, { perSecond: 2, burst: 3 }, { perDecade: 1 }, 5],
  dkim: [secret, { domainName: 'example.com', keySelector: 's1', privateKey: secret }],
})
refusals(
  'dkim',
  (more: never) => dkim({ domainName: 'example.com', keySelector: 's1', privateKey, ...(more as object) }),
  {
    domainName: [undefined, '', 'a b'],
    keySelector: [undefined, 's1; d=evil'],
    privateKey: [undefined, secret, 5],
    headerFieldNames: ['X-A', [5], ['X-A:X-B']],
  },
  { prefix: 'dkim.' },
)

refusals('transporterTransport', (more: never) => transporterTransport(transporter, more), { timeoutMs: [0] })
refusals('trackMails', (more: never) => trackMails(sillage, { stream: 'invoices', ...(more as object) }), {
  stream: [undefined, 'No Key'],
  topic: [5],
  keep: ['no'],
  deadlineMs: [0, 60_001],
})
refusals('compileCampaign', (more: never) => compileCampaign(content, more), {
  engine: [secret],
  baseUrl: ['mail.example'],
  maxHtmlBytes: [-1],
  maxLinks: ['9'],
  path: ['fast'],
})
const rules = { thresholds: thresholdsWith(), unsetConsent: unsetConsentDefault }
refusals('createJudge', (more: never) => createJudge({ ...rules, ...(more as object) }), {
  thresholds: [undefined, {}, { ...rules.thresholds, burst: 1 }, { ...rules.thresholds, networks: 1 }],
  unsetConsent: [undefined, {}, { ...rules.unsetConsent, open: true }, { ...rules.unsetConsent, opens: 1 }],
  networks: [5, { gateway: 'robot' }],
  classify: [true],
})
refusals('trackHtml', (more: never) => trackHtml('', { linkUrl: () => undefined, ...(more as object) }), {
  linkUrl: [undefined, 'http://a.example'],
  pixelUrl: [5],
  owns: ['a'],
  maxHtmlBytes: [-1],
  maxLinks: [-1],
})
refusals('trackText', (more: never) => trackText('', { linkUrl: () => undefined, ...(more as object) }), {
  linkUrl: [undefined, 5],
  owns: ['a'],
})
refusals('parseBounce', (more: never) => parseBounce('', more), { open: [secret] })

const longer = { ...englishNames, paths: { ...englishNames.paths, campaigns: '/c' } }
const mounts = {
  authorize: [true],
  only: ['tracking'],
  ui: [true, { page() {} }],
  names: ['fr', { paths: { live: 'live' } }, { events: { campaign_stats: '' } }, longer],
}
refusals('createHttpApp', (more: never) => createHttpApp(sillage, more), mounts)
refusals('liveSocket', (more: never) => liveSocket(sillage, more), { ...mounts, prefix: ['mail', 5], before: [true] })
refusals('sillageFetch', (more: never) => sillageFetch(sillage, more), {
  ...mounts,
  prefix: ['mail', 5],
  remoteAddress: ['::1'],
})
refusals('sillageNode', (more: never) => sillageNode(sillage, more), { ...mounts, prefix: ['mail', 5] })

refusals('start', (more: never) => sillage.start(more), { send: ['false'] })
refusals('stop', (more: never) => sillage.stop(more), { graceMs: [-1] })
refusals('sendDue', (more: never) => sillage.sendDue(more), { campaignId: [5], until: ['soon'] })
refusals('migrate', (more: never) => sillage.migrate(more), { advanceIds: [-1] })

refusals('recordingTransport', (more: never) => recordingTransport({ clock: fakeClock(), ...(more as object) }), {
  clock: [undefined, Date.now],
  answer: ['250'],
  verify: [true],
  timeoutMs: [-1],
  keepContent: ['no'],
})
refusals('faultySmtpServer', faultySmtpServer, {
  script: ['421'],
  port: [-1, '25'],
  pipelining: ['no'],
  auth: ['yes'],
  tls: [true],
  starttls: [1],
  keepContent: [1],
  size: ['1000'],
  dsn: ['yes'],
})
refusals(
  'runStoreCases',
  (more: never) => runStoreCases(register, { open: async () => ({ store, now: 0 }), ...(more as object) }),
  {
    open: [undefined, store],
    abilities: ['damage', ['repair']],
    groups: ['ids'],
    skip: [['ids'], { 'ids: a': 5 }],
  },
)
refusals(
  'runAdapterCases',
  (more: never) => runAdapterCases(() => undefined, { mount, names: englishNames, ...(more as object) }),
  {
    mount: [undefined, 5],
    names: [undefined, 'fr'],
    groups: ['access'],
    withoutSocket: [1],
    hostParses: [1],
  },
)

it('refuses what stands in the place of the options, and says nothing of it', () => {
  const url = `smtp://ada:${secret}@mail.example`
  for (const call of [
    () => createSillage(`postgres://ada:${secret}@db.example` as never),
    () => smtpTransport(url.replace('smtp', 'http')),
    () => createTokenSealer(secret as never),
    () => fakeClock({ start: 0 } as never),
  ])
    expect(call).toThrow(
      expect.objectContaining({ code: 'invalid_option', message: expect.not.stringContaining(secret) }),
    )
})

it('holds every public function to that, but for these, which take no options', () => {
  const functions = Object.entries({ ...core, ...http, ...testing, createJudge })
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name)
  expect(functions.filter((name) => !held.has(name)).sort()).toEqual([
    'SillageError',
    'apiFailure',
    'basePath',
    'bodyOf',
    'createTokenSealer',
    'defineStream',
    'expectUpgradesShared',
    'fakeClock',
    'feedbackOf',
    'firstHeaders',
    'generateSecret',
    'isSillageError',
    'listenForUpgrades',
    'localBus',
    'mailParts',
    'memoryStore',
    'metricFamilies',
    'mountPath',
    'mountable',
    'mustacheEngine',
    'nothingHere',
    'prometheusText',
    'queryOf',
    'rates',
    'renderDestination',
    'safeLocation',
    'storeAssets',
    'testSillage',
    'titleOf',
    'unbroken',
    'unreadOf',
    'unsupportedType',
    'wholeOf',
    'writeResult',
  ])
})
