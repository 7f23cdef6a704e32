import { createHash, generateKeyPairSync, verify } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { dkim } from '../../../src/sending/transport/dkim.ts'
import { smtpTransport } from '../../../src/sending/transport/smtp-transport.ts'
import { faultySmtpServer } from '../../../src/testing/smtp/faulty-smtp-server.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const mail = [
  'From: News <news@example.com>',
  'To: ada@example.org',
  'Subject: Hello',
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

const relax = (line: string) =>
  line
    .slice(line.indexOf(':') + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()

/** Checks a signature as a receiver does (RFC 6376, relaxed/relaxed). */
function check(signed: string): { valid: boolean; fields: string[] } {
  const end = signed.indexOf('\r\n\r\n')
  const lines = signed.slice(0, end).split(/\r\n(?![ \t])/)
  const signature = lines.find((line) => /^dkim-signature:/i.test(line)) ?? ''
  const tag = (name: string) => new RegExp(`(?:^|;) *${name}=([^;]*)`).exec(relax(signature))?.[1]?.trim() ?? ''
  const body = `${signed
    .slice(end + 4)
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(\r\n)*$/, '')}\r\n`
  const fields = tag('h').toLowerCase().split(':')
  const header = (name: string) => relax(lines.findLast((line) => line.toLowerCase().startsWith(`${name}:`)) ?? '')
  const unsigned = relax(signature).replace(/(;\s*b=)[^;]*$/, '$1')
  const data = [...fields.map((name) => `${name}:${header(name)}`), `dkim-signature:${unsigned}`].join('\r\n')
  const bodyHash = createHash('sha256').update(body).digest('base64')
  const valid = verify('sha256', Buffer.from(data), publicKey, Buffer.from(tag('b').replace(/\s/g, ''), 'base64'))
  return { valid: valid && bodyHash === tag('bh'), fields }
}

describe('dkim', () => {
  it('signs, list and one-click headers included, and what arrives verifies', async () => {
    const server = await faultySmtpServer()
    closers.push(() => server.close())
    const signer = dkim({ domainName: 'example.com', keySelector: 's1', privateKey: pem })
    const transport = smtpTransport({ host: '127.0.0.1', port: server.port, dkim: signer })
    closers.push(() => transport.close())
    const raw = Buffer.from(mail)
    const result = await transport.send({ envelope: { from: 'news@example.com', to: 'ada@example.org' }, raw })
    expect(result.kind).toBe('accepted')
    const received = server.received[0]?.raw.toString('latin1') ?? ''
    const { valid, fields } = check(received)
    expect(valid).toBe(true)
    for (const name of ['from', 'list-unsubscribe', 'list-unsubscribe-post', 'feedback-id', 'list-id', 'message-id'])
      expect(fields).toContain(name)
    expect(fields).not.toContain('x-other')
    expect(check(received.replace('One-Click', 'Two-Click')).valid).toBe(false)
    expect(check(received.replace('.dot', '.dots')).valid).toBe(false)
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
    expect(() => dkim({ ...options, privateKey: 'not a key' })).toThrow(/dkim.privateKey: expected an RSA private key/)
    const { privateKey: curve } = generateKeyPairSync('ed25519')
    expect(() => dkim({ ...options, privateKey: curve })).toThrow(/expected an RSA key/)
    expect(() => dkim({ ...options, keySelector: 's1; d=evil', privateKey: pem })).toThrow(/dkim.keySelector/)
  })
})
