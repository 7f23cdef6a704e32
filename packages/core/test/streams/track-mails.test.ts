import { createRequire } from 'node:module'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createSillage, memoryStore, trackMails } from '../../src/index.ts'
import { faultySmtpServer } from '../../src/testing/smtp/faulty-smtp-server.ts'

const require = createRequire(import.meta.url)

interface Transporter {
  use(step: 'compile', plugin: unknown): void
  sendMail(mail: object): Promise<unknown>
  close(): void
}
interface Nodemailer {
  createTransport(options: object): Transporter
}

const link = '<a href="https://port.example/7">Invoice 7</a>'
const mail = { from: 'a@port.example', to: 'Zoé <zoe@example.net>', subject: 'Invoice 7', html: link }
const body = (raw = '') => raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')

async function host(name = 'nodemailer', options: Partial<Parameters<typeof trackMails>[1]> = {}) {
  const smtp = await faultySmtpServer()
  onTestFinished(() => smtp.close())
  const sillage = createSillage({ store: memoryStore(), baseUrl: 'https://mail.example' })
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  const { createTransport } = require(name) as Nodemailer
  const transporter = createTransport({ host: '127.0.0.1', port: smtp.port })
  onTestFinished(() => transporter.close())
  transporter.use('compile', trackMails(sillage, { stream: 'invoices', ...options }))
  const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  onTestFinished(() => warnings.mockRestore())
  async function send(more: object = {}): Promise<string> {
    await transporter.sendMail({ ...mail, ...more })
    return body(smtp.received.at(-1)?.raw.toString())
  }
  const tracked = async () => (await sillage.messages.list({ stream: 'invoices' })).items
  return { sillage, send, tracked, warnings }
}

describe.each([6, 7, 8, 9, 10])('mails of nodemailer %d', (major) => {
  it('are tracked, and shown as messages of the stream', async () => {
    const { send, tracked } = await host(major === 10 ? 'nodemailer' : `nodemailer-${major}`)
    const sent = await send()
    expect(sent).toMatch(/^List-Unsubscribe: <https:\/\/mail\.example\/track\/unsubscribe\//m)
    expect(sent).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m)
    expect(sent).toContain('<a href="https://mail.example/track/click/')
    expect(sent).toContain('https://mail.example/track/pixel/')
    expect(await tracked()).toMatchObject([{ email: 'zoe@example.net', name: 'Zoé', status: 'sent' }])
  })
})

it.each<[string, object]>([
  ['two in to', { to: 'a@example.org, b@example.org' }],
  ['one each in to and bcc', { bcc: [{ name: 'B', address: 'b@example.org' }] }],
  ['a group', { to: 'Team: a@example.org, b@example.org;' }],
  ['a copy', { cc: 'c@example.org' }],
  ['nobody but an envelope', { to: undefined, envelope: { from: 'a@port.example', to: ['zoe@example.net'] } }],
  ['what is no address', { to: 'zoe', envelope: { from: 'a@port.example', to: ['zoe@example.net'] } }],
  ['text alone', { html: undefined, text: 'Invoice 7' }],
  ['a file of HTML', { html: { path: 'data:text/html,<p>Invoice 7</p>' } }],
])('leaves a mail to %s as it is, and warns once', async (_, more) => {
  const { send, tracked, warnings } = await host()
  expect(await send(more)).not.toContain('mail.example')
  await send(more)
  expect(warnings).toHaveBeenCalledTimes(1)
  expect(await tracked().catch(() => [])).toEqual([])
})

it.each<[string, object, RegExp]>([
  ['its header', { headers: { 'list-unsubscribe': '<mailto:leave@port.example>' } }, /<mailto:leave@port\.example>/],
  [
    'headers as pairs',
    { headers: [{ key: 'List-Unsubscribe', value: '<https://a.example>' }] },
    /<https:\/\/a\.example>/,
  ],
  ['its list', { list: { unsubscribe: 'leave@port.example' } }, /<mailto:leave@port\.example>/],
])('lets the host say itself how to unsubscribe: by %s', async (_, more, own) => {
  const { send } = await host()
  const sent = await send(more)
  expect(sent.match(/^List-Unsubscribe.*/gim)).toEqual([expect.stringMatching(own)])
  expect(sent).toContain('X-Sillage-Message')
  expect(sent).toContain('track/click')
})

it('takes bytes, a text beside them, subjects of several lines, and options', async () => {
  const { sillage, send, tracked } = await host('nodemailer', { topic: 'billing', keep: true, deadlineMs: 5_000 })
  const sent = await send({ html: Buffer.from(link), text: 'Invoice {{name}}', subject: ' Invoice\n 7 ' })
  expect(sent).toContain('Invoice {{name}}')
  expect(await sillage.messages.get((await tracked())[0]?.id ?? '')).toMatchObject({ subject: 'Invoice 7' })
  expect((await sillage.streams.get('invoices')).topic).toBe('billing')
  expect(() => trackMails(sillage, { stream: 'No key' })).toThrow('stream: expected small letters')
  expect(() => trackMails(sillage, { stream: 'a', topics: 'b' } as never)).toThrow('topics')
})

it('lets no mail fail for it', async () => {
  const { sillage, send, warnings } = await host()
  sillage.messages.track = () => Promise.reject(new Error('of any kind'))
  expect(await send()).toContain(link)
  expect(warnings).toHaveBeenCalledTimes(1)
})
