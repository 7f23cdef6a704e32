import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Transporter as NewestTransporter } from 'nodemailer'
import type { Transporter as OlderTransporter } from 'nodemailer-types'
import { afterEach, describe, expect, it } from 'vitest'
import type { TransportResult } from '../../src/sending/transport/transport.ts'
import type { MailTransporter } from '../../src/sending/transport/transporter/mail-transporter.ts'
import { transporterTransport } from '../../src/sending/transport/transporter/transporter-transport.ts'
import { type FaultySmtpServerOptions, faultySmtpServer } from '../../src/testing/smtp/faulty-smtp-server.ts'
import type { SmtpFault } from '../../src/testing/smtp/smtp-fault.ts'
import { certificate } from './certificate.ts'

const require = createRequire(import.meta.url)
interface Nodemailer {
  createTransport(options: object): MailTransporter
}

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const envelope = { from: 'news@example.com', to: 'ada@example.org', id: 'mail-1' }
const raw = Buffer.from('Subject: Hello\r\n\r\n.Hello\r\n')
const always = (fault: SmtpFault) => (moment: { at: string }) => (moment.at === fault.at ? fault : undefined)

const short = (result: TransportResult) =>
  result.kind === 'accepted'
    ? `accepted ${result.providerId ?? ''}`.trim()
    : result.kind === 'refused'
      ? `refused ${result.stage} ${result.code} ${result.enhancedCode ?? '-'}`
      : result.kind === 'lost'
        ? `lost ${result.stage} ${result.handedOver ? 'after' : 'before'}`
        : `unusable ${result.reason}`

/** Compiles: the types of no version are wanted, and those of each will do. */
export const takes = {
  newest: (transporter: NewestTransporter): MailTransporter => transporter,
  older: (transporter: OlderTransporter): MailTransporter => transporter,
}

describe.each([6, 7, 8, 9, 10])('a Transporter of nodemailer %d', (major) => {
  const name = major === 10 ? 'nodemailer' : `nodemailer-${major}`
  const { createTransport } = require(name) as Nodemailer

  async function sendTo(server: FaultySmtpServerOptions, options: object = {}) {
    const smtp = await faultySmtpServer(server)
    closers.push(() => smtp.close())
    const transport = transporterTransport(createTransport({ host: '127.0.0.1', port: smtp.port, ...options }))
    closers.push(() => transport.close())
    return { smtp, transport, result: short(await transport.send({ envelope, raw })) }
  }

  it('is of that major', () => {
    const manifest = require.resolve(name).replace(/(node_modules\/nodemailer)\/.*/, '$1/package.json')
    expect(JSON.parse(readFileSync(manifest, 'utf8')).version).toMatch(new RegExp(`^${major}\\.`))
  })

  it.each([{}, { pool: true }])('hands over the bytes as they are, and connects to ask, with %o', async (options) => {
    const { smtp, transport, result } = await sendTo({ dsn: true }, options)
    expect(result).toBe('accepted')
    expect(smtp.accepted().map((mail) => [mail.to, mail.raw.equals(raw)])).toEqual([['ada@example.org', true]])
    expect(await transport.verify()).toBeUndefined()
  })

  it('knows a refused recipient', async () => {
    const { result } = await sendTo({ script: always({ at: 'rcpt', reply: '550 5.1.1 No such user' }) })
    expect(result).toBe('refused rcpt 550 5.1.1')
  })

  it('knows a message that is put off', async () => {
    const { result } = await sendTo({ script: always({ at: 'final', reply: '451 4.3.0 Later' }) })
    expect(result).toBe('refused final 451 4.3.0')
  })

  it('knows that a refused connection handed nothing over', async () => {
    const smtp = await faultySmtpServer()
    await smtp.close()
    const transport = transporterTransport(createTransport({ host: '127.0.0.1', port: smtp.port }))
    expect(short(await transport.send({ envelope, raw }))).toBe('lost connect before')
  })

  it('knows that a server which says nothing was handed nothing', async () => {
    const { result } = await sendTo({ script: always({ at: 'greeting', silent: true }) }, { greetingTimeout: 50 })
    expect(result).toBe('lost connect before')
  })

  it('does not know what became of a mail whose server fell silent', async () => {
    const { result } = await sendTo({ script: always({ at: 'final', drop: true }) })
    expect(result).toBe('lost final after')
  })

  it('refuses a certificate that nobody signed', async () => {
    const { result } = await sendTo({ tls: certificate }, { requireTLS: true })
    expect(result).toBe('unusable config')
  })

  it('knows a wrong password', async () => {
    const script = always({ at: 'auth', reply: '535 5.7.8 Wrong password' })
    const { result, transport } = await sendTo({ auth: true, script }, { auth: { user: 'me', pass: 'wrong' } })
    expect(result).toBe('refused auth 535 5.7.8')
    expect(await transport.verify()).toMatchObject({ stage: 'auth' })
  })
})
