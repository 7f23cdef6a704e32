import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { createSillage } from '../../../src/create-sillage.ts'
import { type DkimOptions, type DkimSigner, dkim } from '../../../src/sending/transport/dkim.ts'
import { smtpTransport } from '../../../src/sending/transport/smtp-transport.ts'
import { memoryStore } from '../../../src/store/memory/memory-store.ts'
import { faultySmtpServer } from '../../../src/testing/smtp/faulty-smtp-server.ts'
import { keysOfRfc8463, mailOfRfc8463, verifyDkim } from './verify-dkim.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const curve = generateKeyPairSync('ed25519')
const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const mail = [
  'From: News <news@example.com>',
  'To: ada@example.org',
  'Subject: Hello',
  ' folded  and\tspaced ',
  'Date: Thu, 01 Jan 2026 00:00:00 +0000',
  'Message-ID: <1@example.com>',
  'List-Unsubscribe: <https://mail.example.com/track/unsubscribe/x>',
  'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  'Feedback-ID: a:b:c:acmemail',
  'List-Id: <news.example.com>',
  'X-Other: not signed',
  '',
  'Hello  there ',
  '.dot',
  '',
  '',
].join('\r\n')
const mailFrom = (from: string) => Buffer.from(mail.replace('From: News <news@example.com>', `From: ${from}`))

/** Keys in the DNS, both algorithms under each of these domains. */
const dns = (...domains: string[]): Record<string, KeyObject> =>
  Object.fromEntries(
    domains.flatMap((domain) => [
      [`s1._domainkey.${domain}`, rsa.publicKey],
      [`s2._domainkey.${domain}`, curve.publicKey],
    ]),
  )
const rsaOf = (domainName: string): DkimOptions => ({ domainName, keySelector: 's1', privateKey: pem })
const curveOf = (domainName: string): DkimOptions => ({
  domainName,
  keySelector: 's2',
  privateKey: curve.privateKey,
})

async function delivered(signer: DkimSigner, raw: Buffer): Promise<string> {
  const server = await faultySmtpServer()
  closers.push(() => server.close())
  const transport = smtpTransport({ host: '127.0.0.1', port: server.port, dkim: signer })
  closers.push(() => transport.close())
  const result = await transport.send({ envelope: { from: 'news@example.com', to: 'ada@example.org' }, raw })
  expect(result.kind).toBe('accepted')
  return server.received[0]?.raw.toString('latin1') ?? ''
}

describe('the verifier of these tests', () => {
  it('takes the mail of RFC 8463 for what it is, and no other', () => {
    expect(verifyDkim(mailOfRfc8463, keysOfRfc8463)).toMatchObject([
      { valid: true, algorithm: 'ed25519-sha256', selector: 'brisbane' },
      { valid: true, algorithm: 'rsa-sha256', selector: 'test' },
    ])
    for (const [was, is] of [
      ['dinner', 'supper'],
      ['lost', 'won'],
    ] as const)
      for (const { valid } of verifyDkim(mailOfRfc8463.replace(was, is), keysOfRfc8463)) expect(valid).toBe(false)
  })
})

describe('dkim', () => {
  it('signs, list and one-click headers included, and what arrives verifies', async () => {
    const received = await delivered(dkim(rsaOf('example.com')), Buffer.from(mail))
    const [{ valid, fields } = { valid: false, fields: [] }] = verifyDkim(received, dns('example.com'))
    expect(valid).toBe(true)
    for (const name of ['from', 'list-unsubscribe', 'list-unsubscribe-post', 'feedback-id', 'list-id', 'message-id'])
      expect(fields).toContain(name)
    expect(fields).not.toContain('x-other')
    for (const [was, is] of [
      ['One-Click', 'Two-Click'],
      ['.dot', '.dots'],
    ] as const)
      expect(verifyDkim(received.replace(was, is), dns('example.com'))).toMatchObject([{ valid: false }])
  })

  it('signs with RSA and with Ed25519, each mail twice, and both verify', async () => {
    const received = await delivered(dkim([rsaOf('example.com'), curveOf('example.com')]), Buffer.from(mail))
    expect(verifyDkim(received, dns('example.com'))).toMatchObject([
      { valid: true, algorithm: 'rsa-sha256' },
      { valid: true, algorithm: 'ed25519-sha256' },
    ])
    expect(received.slice(0, received.indexOf('\r\n\r\n'))).not.toMatch(/^.{79}/m)
    for (const { valid } of verifyDkim(received.replace('.dot', '.dots'), dns('example.com'))) expect(valid).toBe(false)
  })

  it.each([
    ['no body', 'Subject: none\r\n\r\n'],
    ['a body of empty lines', 'Subject: none\r\n\r\n\r\n\r\n'],
    ['spaces at the end of a body without a line end', 'Subject: none\r\n\r\na  b \t'],
    ['spaces in lines that are otherwise empty', 'Subject: none\r\n\r\na\r\n \r\n\t\r\n'],
    ['line ends that SMTP makes whole', 'Subject: none\n\na\n\nb\n'],
    ['bytes beyond ASCII', 'Subject: d\u00e9j\u00e0\r\n\r\nv\u00fc\u00a0 \r\n'],
    ['the same field twice', 'Subject: one\r\nSubject: two\r\n\r\na\r\n'],
  ])('signs a mail with %s', async (_, rest) => {
    const raw = Buffer.from(`From: news@example.com\r\n${rest}`)
    const received = await delivered(dkim([rsaOf('example.com'), curveOf('example.com')]), raw)
    expect(verifyDkim(received, dns('example.com'))).toMatchObject([{ valid: true }, { valid: true }])
  })

  it.each([
    ['a@one.example', ['s1 one.example', 's2 one.example']],
    ['"Two, <b@one.example>" <a@news.TWO.example>', ['s1 two.example', 's2 news.two.example']],
    ['a@two.example', ['s1 two.example']],
    ['a@three.example', ['s1 mail.three.example']],
    ['D\u00e9j\u00e0 <a@d\u00e9j\u00e0.example>', ['s1 xn--dj-kia8a.example']],
    ['a@notone.example', ['s1 one.example']],
    ['nobody', ['s1 one.example']],
  ])('a mail from %s is signed by each key that DMARC counts for it, else by the first', async (from, signatures) => {
    const domains = ['one.example', 'two.example', 'news.two.example', 'mail.three.example', 'xn--dj-kia8a.example']
    const [one, two, below, three, international] = domains as [string, string, string, string, string]
    const signer = dkim([rsaOf(one), curveOf(one), rsaOf(two), curveOf(below), rsaOf(three), rsaOf(international)])
    const signed = (await signer.sign(mailFrom(from))).toString('latin1')
    const found = verifyDkim(signed, dns(...domains))
    expect(found.map(({ selector, domain }) => `${selector} ${domain}`)).toEqual(signatures)
    for (const { valid } of found) expect(valid).toBe(true)
  })

  it('a signer that cannot sign costs the message nothing: nothing was handed over', async () => {
    const server = await faultySmtpServer()
    closers.push(() => server.close())
    const away = { sign: () => Promise.reject(new Error('the key store is away')) }
    const transport = smtpTransport({ host: '127.0.0.1', port: server.port, dkim: away })
    closers.push(() => transport.close())
    const envelope = { from: 'news@example.com', to: 'ada@example.org' }
    const result = await transport.send({ envelope, raw: Buffer.from(mail) })
    expect(result).toMatchObject({ kind: 'lost', stage: 'connect', handedOver: false })
    expect(result).toMatchObject({ text: expect.stringContaining('the key store is away') })
    expect(server.connections).toBe(0)
  })

  it('says what is wrong with its options', () => {
    const options = { domainName: 'example.com', keySelector: 's1' }
    const bits = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).privateKey
    expect(() => dkim({ ...options, privateKey: 'not a key' })).toThrow(
      'dkim.privateKey: expected an RSA or Ed25519 private key in PEM, got a string without one',
    )
    for (const privateKey of [rsa.publicKey, curve.publicKey])
      expect(() => dkim({ ...options, privateKey })).toThrow(/dkim.privateKey: expected an RSA or Ed25519 private key/)
    const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(() => dkim({ ...options, privateKey: other })).toThrow(/expected an RSA key .* got ec$/)
    expect(() => dkim({ ...options, privateKey: bits(1016) })).toThrow(
      'dkim.privateKey: expected an RSA key of 1024 bits or more (2048 are asked for), or an Ed25519 key, got 1016 bits',
    )
    dkim({ ...options, privateKey: bits(1024) })
    expect(() => dkim({ ...options, keySelector: 's1; d=evil', privateKey: pem })).toThrow(/dkim.keySelector/)
    expect(() => dkim([])).toThrow('dkim: expected the options of one key or more, got an empty array')
    expect(() => dkim([rsaOf('example.com'), rsaOf('')])).toThrow(/^dkim\[1\]\.domainName/)
    expect(() => dkim([rsaOf('a.example'), rsaOf('A.example')])).toThrow(/^dkim\[1\]\.keySelector: .* twice$/)
    expect(() => dkim({ ...rsaOf('a.example'), headerFieldNames: ['X-A;b=x'] })).toThrow(/headerFieldNames\[0\]/)
  })
})

describe('mails that no key is aligned with', () => {
  async function host(signer: DkimSigner) {
    const server = await faultySmtpServer({ keepContent: false })
    closers.push(() => server.close())
    const warnings: { details: object; text: string }[] = []
    const sillage = createSillage({
      store: memoryStore(),
      baseUrl: 'https://mail.example/s',
      from: 'a@example.com',
      transport: smtpTransport({ host: '127.0.0.1', port: server.port, dkim: signer }),
      logger: {
        debug() {},
        info() {},
        warn: (details, text) => void warnings.push({ details, text }),
        error() {},
      },
    })
    closers.push(() => sillage.close())
    await sillage.migrate()
    const send = async (from: string) => {
      const recipients = [{ email: 'ada@example.org' }, { email: 'zoe@example.org' }]
      const { id } = await sillage.campaigns.create({
        name: 'News',
        subject: 'Hello',
        html: '<p>Hello',
        from,
        recipients,
      })
      await sillage.sendDue({ campaignId: id })
    }
    const test = (from: string) =>
      sillage.campaigns.sendTest({ to: 'me@example.org', subject: 'Hello', html: '<p>Hello', from })
    const unaligned = () => warnings.filter(({ text }) => text.includes('DKIM'))
    return { server, send, test, unaligned }
  }

  it('are sent, and warned of once for each domain, by campaigns and tests alike', async () => {
    const { server, send, test, unaligned } = await host(dkim(rsaOf('example.com')))
    await send('a@example.com')
    await send('a@news.example.com')
    await test('a@example.com')
    expect(unaligned()).toEqual([])
    await send('a@other.example')
    await send('b@Other.example')
    expect(unaligned().map(({ details }) => details)).toEqual([{ fromDomain: 'other.example' }])
    await test('a@other.example')
    await test('a@third.example')
    await test('b@third.example')
    expect(unaligned().map(({ details }) => details)).toEqual([
      { fromDomain: 'other.example' },
      { fromDomain: 'third.example' },
    ])
    expect(unaligned()[0]?.text).toMatch(/no DKIM key/)
    expect(server.accepted()).toHaveLength(12)
  })

  it("of a host's own signer nothing is said that it does not know, nor does one that throws stop them", async () => {
    const sign = async (raw: Buffer) => raw
    const silent = await host({ sign })
    await silent.send('a@other.example')
    expect(silent.unaligned()).toEqual([])
    const faulty = await host({
      sign,
      aligned() {
        throw new Error('not today')
      },
    })
    await faulty.send('a@other.example')
    expect(faulty.server.accepted()).toHaveLength(2)
  })
})
