import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SillageOptions } from '@sillage/core'
import { type FaultySmtpServer, type FaultySmtpServerOptions, faultySmtpServer } from '@sillage/core/testing'
import { postgresStore } from '@sillage/store-postgres'
import { sqliteStore } from '@sillage/store-sqlite'
import Database from 'better-sqlite3'
import type { RequestHandler } from 'express'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { certificate } from '../../../core/test/sending/certificate.ts'
import { freePort } from '../../../store-postgres/test/free-port.ts'
import { type TestDatabase, testDatabase } from '../../../store-postgres/test/test-database.ts'
import { examine } from '../../src/doctor/examine.ts'
import { createSetup } from '../../src/doctor/setup.ts'
import { type DnsServer, dnsServer, type Zone } from '../dns-server.ts'
import { installation, runSillage } from '../run-sillage.ts'
import { type App, signing, signingKey, startApp, zoneOf } from './set-up.ts'

// Processes are started, each of which loads all sources.
vi.setConfig({ testTimeout: 60_000 })

const key = signingKey()
let folder: string
let filename: string
let database: TestDatabase
const open: { close(): Promise<void> }[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-doctor-'))
  filename = join(folder, 'campaigns.db')
  const store = sqliteStore({ filename })
  await store.migrate()
  await store.close()
  database = await testDatabase()
}, 60_000)
afterAll(async () => {
  await rm(folder, { recursive: true })
  await database.close()
})
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** What is wrong in a set-up where everything else is right. */
interface Broken {
  store?: () => SillageOptions['store']
  smtp?: FaultySmtpServerOptions
  transport?: object
  zone?: Zone
  filters?: RequestHandler[]
  path?: string
  sending?: SillageOptions['sending']
}

async function setUp(broken: Broken): Promise<{ app: App; smtp: FaultySmtpServer; dns: DnsServer }> {
  const smtp = await faultySmtpServer(broken.smtp)
  const dns = await dnsServer(zoneOf(key.record, broken.zone))
  const app = await startApp(
    (url) => ({
      store: broken.store?.() ?? sqliteStore({ filename }),
      transport: signing(smtp.port, key.pem, broken.transport),
      baseUrl: url,
      from: 'Shop <news@shop.test>',
      ...(broken.sending === undefined ? {} : { sending: broken.sending }),
    }),
    broken,
  )
  open.push(smtp, dns, app)
  return { app, smtp, dns }
}

const login: RequestHandler = (_request, response) => response.redirect('/login')
const password: RequestHandler = (_request, response) => void response.status(401).end()
const csrf: RequestHandler = ({ method }, response, next) =>
  method === 'POST' ? void response.status(403).send('CSRF token missing') : next()
const wrongPassword: FaultySmtpServerOptions = {
  auth: true,
  script: ({ at }) => (at === 'auth' ? { at, reply: '535 5.7.8 No' } : undefined),
}
const unreachable = await freePort()

async function otherRelease() {
  const path = join(folder, 'later.db')
  const store = sqliteStore({ filename: path })
  await store.migrate()
  await store.close()
  new Database(path).exec(`insert into email_migrations (name, applied_at) values ('2031-01-later', 0)`).close()
  return { store: () => sqliteStore({ filename: path }) }
}

/** The check that has to name it, the words by which it does, and the checks that cannot be made because of it. */
const setUps: [
  what: string,
  broken: () => Broken | Promise<Broken>,
  check: string,
  said: RegExp,
  skipped?: string[],
][] = [
  [
    'a database that is away',
    () => ({
      store: () => postgresStore({ connectionString: `postgres://127.0.0.1:${unreachable}/app`, patienceMs: 1 }),
    }),
    'database',
    /PostgreSQL cannot be reached/,
    ['tables', 'clock'],
  ],
  [
    'tables that are missing',
    () => ({ store: () => sqliteStore({ filename: join(folder, 'empty.db') }) }),
    'tables',
    /do not have .*initial/,
  ],
  ['tables of another release', otherRelease, 'tables', /2031-01-later is not known/],
  ['a mount at another path', () => ({ path: '/post' }), 'mount', /Something else than Sillage answers at .* \(404\)/],
  ['a login that redirects', () => ({ filters: [login] }), 'mount', /is redirected to \/login/],
  ['a login that refuses', () => ({ filters: [password] }), 'mount', /asks recipients for a login \(401\)/],
  ['a filter against CSRF', () => ({ filters: [csrf] }), 'one-click', /is answered 403 before it comes to Sillage/],
  [
    'a refused password',
    () => ({ smtp: wrongPassword, transport: { auth: { user: 'a', pass: 'b' } } }),
    'smtp',
    /refuses the login: 535/,
  ],
  ['a certificate nobody vouches for', () => ({ smtp: { tls: certificate } }), 'smtp', /cannot be encrypted to/],
  [
    'a mail server that is away',
    () => ({ transport: { port: unreachable } }),
    'smtp',
    /cannot be reached: .*ECONNREFUSED/,
  ],
  ['no SPF', () => ({ zone: { 'shop.test': { MX: ['mx.shop.test'] } } }), 'spf', /shop\.test has no SPF record/],
  [
    'the key of another',
    () => ({ zone: { 'news._domainkey.shop.test': { TXT: [signingKey().record] } } }),
    'dkim',
    /is not that of the private key/,
  ],
  ['no DMARC', () => ({ zone: { '_dmarc.shop.test': {} } }), 'dmarc', /shop\.test has no DMARC record/],
  ['no MX', () => ({ zone: { 'shop.test': { TXT: ['v=spf1 -all'] } } }), 'mx', /neither MX record nor address/],
]

describe('doctor', () => {
  it.each(setUps)('names %s', async (_, broken, check, said, skipped = []) => {
    const { app, dns, smtp } = await setUp(await broken())
    const findings = await examine(createSetup(app.sillage, { dns: dns.address }))
    const faults = findings.filter(({ level }) => level === 'fault')
    expect(faults).toContainEqual({
      check,
      level: 'fault',
      text: expect.stringMatching(said),
      advice: expect.any(String),
    })
    // A mount that is not reached takes no one-click request, and without tables there are no keys to answer with.
    const follow =
      check === 'mount' ? ['one-click'] : ['database', 'tables'].includes(check) ? ['mount', 'one-click'] : []
    expect(faults.map((one) => one.check).filter((one) => one !== check && !follow.includes(one))).toEqual([])
    expect(findings.filter(({ level }) => level === 'skipped').map((one) => one.check)).toEqual([...skipped, 'ptr'])
    expect(smtp.received).toEqual([])
  })

  it('finds nothing wrong where nothing is, and changes nothing', async () => {
    const { app, dns } = await setUp({})
    const findings = await examine(createSetup(app.sillage, { dns: dns.address }))
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([
      {
        check: 'base-url',
        level: 'warning',
        text: expect.stringContaining('this machine alone'),
        advice: expect.any(String),
      },
      { check: 'ptr', level: 'skipped', text: expect.stringContaining('is this machine') },
    ])
  })

  it('names each right that the role of PostgreSQL does not have', async () => {
    const schema = database.schema()
    const owner = postgresStore({ pool: database.pool, schema })
    await owner.migrate()
    await owner.close()
    const role = `${schema}_role`
    await database.pool.query(`create role ${role} login password 'secret'; grant usage on schema "${schema}" to ${role};
      grant select on all tables in schema "${schema}" to ${role};
      grant insert, update, delete on "${schema}".email_settings to ${role}`)
    const connectionString = Object.assign(new URL(database.url), { username: role, password: 'secret' }).href
    const { app, dns } = await setUp({ store: () => postgresStore({ connectionString, schema }) })
    const findings = await examine(createSetup(app.sillage, { dns: dns.address }))
    await app.sillage.close()
    await database.pool.query(`drop owned by ${role}; drop role ${role}`)
    expect(findings.filter(({ level }) => level === 'fault')).toEqual([
      {
        check: 'database',
        level: 'fault',
        text: expect.stringMatching(/^PostgreSQL .* denies .*insert on email_messages/),
        advice: expect.any(String),
      },
    ])
    expect(findings.find(({ check }) => check === 'clock')).toMatchObject({ level: 'ok' })
  })
})

describe('the command doctor', () => {
  const words = (dns: DnsServer) => ['doctor', '--config', installation, '--dns', dns.address]
  const envOf = (app: App, smtp: FaultySmtpServer) => ({
    DATABASE: filename,
    SMTP_URL: smtp.url,
    MAIL_URL: app.url,
    DKIM_KEY: key.pem,
  })

  it('ends with 0 where nothing is wrong, with a line for each check', async () => {
    const { app, dns, smtp } = await setUp({})
    const { code, out } = await runSillage(words(dns), { cwd: folder, env: envOf(app, smtp) })
    expect(code).toBe(0)
    const checks = [...out.matchAll(/^[✓!✗-] (\S+)/gm)].map(([, check]) => check)
    expect(checks).toEqual([
      ...['database', 'tables', 'clock', 'base-url', 'mount', 'one-click'],
      ...['smtp', 'spf', 'dkim', 'dmarc', 'mx', 'ptr'],
    ])
    expect(out).toMatch(/\n\n0 faults, 1 warning\.\n$/)
    expect(out).not.toContain('\u001b')
  })

  it('ends with 1 where something is, and says what to do, to people and as JSON', async () => {
    const { app, dns, smtp } = await setUp({ filters: [csrf], zone: { 'shop.test': {} } })
    const env = envOf(app, smtp)
    const text = await runSillage(words(dns), { cwd: folder, env })
    expect(text.code).toBe(1)
    expect(text.out).toMatch(/✗ one-click The request .*\n {12}→ Except the mount/)
    expect(text.out).toContain('3 faults, 1 warning.')
    const json = await runSillage([...words(dns), '--json'], { cwd: folder, env })
    const answer = JSON.parse(json.out)
    expect(json.code).toBe(1)
    expect(answer).toMatchObject({ faults: 3, warnings: 1 })
    const faults = answer.findings.filter(({ level }: { level: string }) => level === 'fault')
    expect(faults.map(({ check }: { check: string }) => check)).toEqual(['one-click', 'spf', 'mx'])
  })
})
