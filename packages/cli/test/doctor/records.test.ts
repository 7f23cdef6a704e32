import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { dkim as signer, type Transport } from '@sillage/core'
import { afterEach, describe, expect, it } from 'vitest'
import { baseUrl } from '../../src/doctor/base-url.ts'
import type { Check, Found } from '../../src/doctor/check.ts'
import { clock } from '../../src/doctor/clock.ts'
import { dkim } from '../../src/doctor/dkim.ts'
import { dmarc } from '../../src/doctor/dmarc.ts'
import { createDns } from '../../src/doctor/dns.ts'
import { examine } from '../../src/doctor/examine.ts'
import { mx } from '../../src/doctor/mx.ts'
import { ptr } from '../../src/doctor/ptr.ts'
import type { Setup } from '../../src/doctor/setup.ts'
import { spf } from '../../src/doctor/spf.ts'
import { type DnsServer, dnsServer, type Zone } from '../dns-server.ts'

let server: DnsServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function findings(check: Check, zone: Zone, changes: Partial<Setup> = {}): Promise<Found[]> {
  server = await dnsServer(zone)
  return check({
    store: { name: 'memory' },
    report: async () => undefined,
    baseUrl: undefined,
    fromDomain: 'shop.test',
    bounceDomain: 'shop.test',
    transports: new Map(),
    dns: createDns(server.address),
    ...changes,
  })
}

const levels = (found: readonly Found[]) => found.map(({ level, text }) => `${level}: ${text}`).join('\n')

describe('SPF', () => {
  const many = Object.fromEntries(
    Array.from({ length: 12 }, (_, n) => [`i${n}.test`, { TXT: [`v=spf1 include:i${n + 1}.test -all`] }]),
  )
  it.each<[string, string[] | undefined, Zone, RegExp]>([
    ['none', undefined, {}, /^fault: shop\.test has no SPF/],
    ['another text', ['google-site-verification=x'], {}, /^fault: shop\.test has no SPF/],
    ['two', ['v=spf1 -all', 'v=spf1 a -all'], {}, /^fault: .* 2 SPF records/],
    ['everybody', ['v=spf1 +all'], {}, /^fault: .* allows everybody/],
    ['everybody, without a sign', ['v=spf1 mx all'], {}, /^fault: .* allows everybody/],
    ['nothing of the others', ['v=spf1 mx'], {}, /^warning: .* says nothing/],
    ['neutral to the others', ['v=spf1 mx ?all'], {}, /^warning: .* says nothing/],
    ['too many', ['v=spf1 include:i0.test -all'], many, /^fault: .* look up more than 10 records/],
    ['itself', ['v=spf1 include:shop.test -all'], {}, /^ok/],
    ['one without a record', ['v=spf1 include:gone.test -all'], {}, /^fault: .* names gone\.test/],
    ['another that says it', ['v=spf1 redirect=_spf.shop.test'], { '_spf.shop.test': { TXT: ['v=spf1 -all'] } }, /^ok/],
    ['all that is needed', ['v=spf1 ip4:192.0.2.0/24 a/24 mx:mx.test ~all'], {}, /^ok/],
  ])('%s', async (_, TXT, zone, said) => {
    const found = await findings(spf, { ...zone, 'shop.test': TXT === undefined ? {} : { TXT } })
    expect(levels(found)).toMatch(said)
  })

  it('is of the domain that bounces go to, which has to be aligned with the one in From', async () => {
    const zone = { 'bounce.test': { TXT: ['v=spf1 -all'] } }
    const found = await findings(spf, zone, { bounceDomain: 'bounce.test' })
    expect(levels(found)).toMatch(/^ok: bounce\.test has SPF.*\nwarning: .*DMARC does not count SPF/)
  })
})

describe('DKIM', () => {
  const publicText = (key: KeyObject, type: 'spki' | 'pkcs1') => key.export({ type, format: 'der' }).toString('base64')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const ed25519 = generateKeyPairSync('ed25519')
  const edText = ed25519.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
  const p = publicText(rsa.publicKey, 'spki')

  const transportsOf = (privateKey: KeyObject, domainName = 'shop.test') => {
    const { keys = [], aligned } = signer({ domainName, keySelector: 'news', privateKey })
    return new Map([['default', { dkimKeys: () => keys, aligned } as Partial<Transport> as Transport]])
  }

  it.each<[string, KeyObject, string[], RegExp]>([
    ['none', rsa.privateKey, [], /^fault: There is no key/],
    ['the right one', rsa.privateKey, [`v=DKIM1; k=rsa; p=${p}`], /^ok/],
    [
      'the right one, with spaces and without a version',
      rsa.privateKey,
      [`k=rsa;p=${p.slice(0, 9)} ${p.slice(9)}`],
      /^ok/,
    ],
    ['the right one in its other form', rsa.privateKey, [`p=${publicText(rsa.publicKey, 'pkcs1')}`], /^ok/],
    ['the right one of Ed25519', ed25519.privateKey, [`v=DKIM1; k=ed25519; p=${edText}`], /^ok/],
    [
      'another',
      rsa.privateKey,
      [`p=${publicText(short.publicKey, 'spki')}`],
      /^fault: .* is not that of the private key/,
    ],
    ['no key at all', rsa.privateKey, ['p=abc'], /^fault: .* is not that of the private key/],
    ['one that is revoked', rsa.privateKey, ['v=DKIM1; p='], /^fault: .* is revoked/],
    ['two', rsa.privateKey, [`p=${p}`, 'p='], /^fault: There are 2 keys/],
    ['a test', rsa.privateKey, [`t=s:y; p=${p}`], /^warning: .* is a test/],
    ['a short one', short.privateKey, [`p=${publicText(short.publicKey, 'spki')}`], /^warning: .* 1024 bits/],
  ])('%s', async (_, privateKey, TXT, said) => {
    const zone = TXT.length === 0 ? {} : { 'news._domainkey.shop.test': { TXT } }
    expect(levels(await findings(dkim, zone, { transports: transportsOf(privateKey) }))).toMatch(said)
  })

  it('gives the record that is right once it is published', async () => {
    for (const { privateKey } of [rsa, ed25519]) {
      const transports = transportsOf(privateKey)
      const [found] = await findings(dkim, {}, { transports })
      const TXT = [/Publish there as TXT: (.+)$/.exec(found?.advice ?? '')?.[1] ?? '']
      await server?.close()
      expect(levels(await findings(dkim, { 'news._domainkey.shop.test': { TXT } }, { transports }))).toMatch(/^ok/)
      await server?.close()
    }
    server = undefined
  })

  it('of another domain than the one in From is no proof for DMARC', async () => {
    const zone = { 'news._domainkey.other.test': { TXT: [`p=${p}`] } }
    const found = await findings(dkim, zone, { transports: transportsOf(rsa.privateKey, 'other.test') })
    expect(levels(found)).toMatch(/^ok: .*\nfault: No key is of shop\.test/)
  })

  it('is not examined where no key is configured', async () => {
    expect(levels(await findings(dkim, {}))).toMatch(/^skipped: No key is configured/)
  })
})

describe('DMARC', () => {
  it.each<[string, Zone, RegExp]>([
    ['none', {}, /^fault: news\.shop\.test has no DMARC/],
    [
      'its own',
      { '_dmarc.news.shop.test': { TXT: ['v=DMARC1; p=none'] } },
      /^ok: DMARC at _dmarc\.news\.shop\.test .* none/,
    ],
    [
      'of the domain above',
      { '_dmarc.shop.test': { TXT: ['v=DMARC1;p=reject'] } },
      /^ok: DMARC at _dmarc\.shop\.test .* reject/,
    ],
    [
      'of a top-level domain, which counts for nobody',
      { '_dmarc.test': { TXT: ['v=DMARC1; p=none'] } },
      /^fault: .* no DMARC/,
    ],
    ['two', { '_dmarc.shop.test': { TXT: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] } }, /^fault: There are 2/],
    ['no policy', { '_dmarc.shop.test': { TXT: ['v=DMARC1; rua=mailto:a@shop.test'] } }, /^fault: .* has no policy/],
    ['an unknown policy', { '_dmarc.shop.test': { TXT: ['v=DMARC1; p=maybe'] } }, /^fault: .* has no policy/],
    ['another text', { '_dmarc.shop.test': { TXT: ['v=spf1 -all'] } }, /^fault: .* has no DMARC/],
  ])('%s', async (_, zone, said) => {
    expect(levels(await findings(dmarc, zone, { fromDomain: 'news.shop.test' }))).toMatch(said)
  })
})

describe('MX', () => {
  it.each<[string, Zone, RegExp]>([
    ['none', {}, /^fault: .* neither/],
    ['an address alone', { 'shop.test': { A: ['192.0.2.1'] } }, /^warning: .* no MX/],
    ['one that leads nowhere', { 'shop.test': { MX: ['mx.shop.test'] } }, /^fault: No MX .* has an address/],
    ['one', { 'shop.test': { MX: ['mx.shop.test'] }, 'mx.shop.test': { A: ['192.0.2.1'] } }, /^ok/],
    ['that no mail is taken', { 'shop.test': { MX: [''] } }, /^fault: .* takes no mail/],
  ])('%s', async (_, zone, said) => {
    expect(levels(await findings(mx, zone))).toMatch(said)
  })
})

describe('PTR', () => {
  const transports = (server: string) => new Map([['default', { server } as Transport]])
  const back = { '1.2.0.192.in-addr.arpa': { PTR: ['mail.shop.test'] } }
  const host = { 'mail.shop.test': { A: ['192.0.2.1'] } }
  it.each<[string, string, Zone, RegExp]>([
    ['a name that leads back', 'mail.shop.test:587', { ...host, ...back }, /^ok: 192\.0\.2\.1/],
    ['no name', 'mail.shop.test:587', host, /^warning: .* has no name/],
    ['a name that leads elsewhere', '192.0.2.1:25', back, /^warning: .* does not lead back/],
    ['a name that is not in the DNS', 'mail.shop.test:587', {}, /^skipped: .* no address/],
    ['a private address', '10.1.2.3:25', {}, /^skipped: .* private network/],
    ['this machine', 'localhost:1025', {}, /^skipped: .* this machine/],
    [
      'several servers',
      '192.0.2.1:25, 192.0.2.1:25 (2), localhost:25',
      { ...host, ...back },
      /^ok: [^\n]*\nskipped: [^\n]*$/,
    ],
  ])('%s', async (_, name, zone, said) => {
    expect(levels(await findings(ptr, zone, { transports: transports(name) }))).toMatch(said)
  })
})

describe('baseUrl', () => {
  it.each([
    ['http://localhost:3000/mail', /^warning: .* this machine alone/],
    ['http://mail.shop.test/mail', /^warning: .* is not https/],
    ['https://track.other.test/mail', /^warning: .* of another domain/],
    ['https://mail.shop.test/mail', /^ok/],
  ])('%s', async (url, said) => {
    expect(levels(await findings(baseUrl, {}, { baseUrl: url }))).toMatch(said)
  })
})

describe('the clock', () => {
  it.each([
    [null, /^ok: .* one clock/],
    [1_500, /^ok: .* agree/],
    [-5_000, /^warning: .* 5\.0 s behind/],
    [90_000, /^fault: .* 90\.0 s ahead of/],
  ])('of a database %s ms ahead', async (aheadMs, said) => {
    const report = async () => ({ server: 'PostgreSQL', missing: [], unknown: [], denied: [], aheadMs })
    expect(levels(await findings(clock, {}, { report, store: { name: 'postgres' } }))).toMatch(said)
  })
})

it('says of a DNS that gives no answer that nothing is known, and of everything else what it found', async () => {
  const gone = await dnsServer({})
  await gone.close()
  const setup: Setup = {
    store: { name: 'memory' },
    report: async () => undefined,
    baseUrl: undefined,
    fromDomain: 'shop.test',
    bounceDomain: 'shop.test',
    transports: new Map(),
    dns: createDns(gone.address),
  }
  const found = await examine(setup)
  const unanswered = found.filter(({ text, advice }) => text.startsWith('The DNS gave') && advice?.includes('--dns'))
  expect(unanswered.map(({ check, level }) => `${check} ${level}`)).toEqual([
    'spf warning',
    'dmarc warning',
    'mx warning',
  ])
  expect(found).toHaveLength(12)
})
