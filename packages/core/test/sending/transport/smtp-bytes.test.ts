import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { smtpTransport } from '../../../src/sending/transport/smtp-transport.ts'
import type { Transport } from '../../../src/sending/transport/transport.ts'
import { type FaultySmtpServer, faultySmtpServer } from '../../../src/testing/smtp/faulty-smtp-server.ts'

let server: FaultySmtpServer
let transport: Transport
beforeAll(async () => {
  server = await faultySmtpServer()
  transport = smtpTransport({ host: '127.0.0.1', port: server.port, maxConnections: 1, maxMessages: 1_000_000 })
})
afterAll(async () => {
  await transport.close()
  await server.close()
})

/** What a server makes of the bytes: bare CR and LF are line ends like any other, and the last line is ended. */
function asLines(text: string): string {
  const lines = text.replace(/\r\n|\r|\n/g, '\r\n')
  return lines.endsWith('\r\n') ? lines : `${lines}\r\n`
}

it('what arrives is what was sent, whatever dots and line ends it has, and no message ends another', async () => {
  const piece = fc.constantFrom(
    '.',
    '..',
    '\r\n',
    '\r',
    '\n',
    '\r\n.\r\n',
    '\n.\n',
    '\r.\r',
    'a',
    'text',
    'é',
    '\r\nMAIL FROM:<x@y.example>\r\n',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 12 }), async (pieces) => {
      const text = pieces.join('')
      const before = server.received.length
      const raw = Buffer.from(text, 'latin1')
      const result = await transport.send({ envelope: { from: 'a@example.com', to: 'b@example.org' }, raw })
      expect(result.kind).toBe('accepted')
      expect(server.received.length).toBe(before + 1)
      expect(server.received.at(-1)?.raw.toString('latin1')).toBe(asLines(text))
    }),
    { numRuns: 400 },
  )
})

it('large messages keep their dots too', async () => {
  const raw = Buffer.from(`${'.line of text\r\n..another\r\n'.repeat(20_000)}`)
  await transport.send({ envelope: { from: 'a@example.com', to: 'b@example.org' }, raw })
  expect(server.received.at(-1)?.raw.equals(raw)).toBe(true)
})
