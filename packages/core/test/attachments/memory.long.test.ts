import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { createSillage, memoryStore, smtpTransport } from '../../src/index.ts'
import { bytesOf } from './file-names.ts'

const MB = 1_000_000

interface Most {
  rss: number
  buffers: number
}

it('memory of 10,000 mails with a file of 1 MB is flat', async () => {
  const sink = fork(new URL('sink.ts', import.meta.url))
  const [{ port }] = await once(sink, 'message')
  const transport = smtpTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  let sent = 0
  /** The most memory while the first half was sent, and while the second was. */
  const halves: [Most, Most] = [
    { rss: 0, buffers: 0 },
    { rss: 0, buffers: 0 },
  ]
  const sillage = createSillage({
    store: memoryStore(),
    transport: {
      ...transport,
      async send(message, options) {
        const result = await transport.send(message, options)
        const half = halves[sent < 5_000 ? 0 : 1]
        sent += 1
        const { rss, arrayBuffers } = process.memoryUsage()
        half.rss = Math.max(half.rss, rss / MB)
        half.buffers = Math.max(half.buffers, arrayBuffers / MB)
        return result
      },
    },
    from: 'Shop <news@shop.example>',
    baseUrl: 'https://mail.example',
    sending: { concurrency: 20 },
  })
  await sillage.migrate()
  const attachments = [{ filename: 'a.pdf', content: bytesOf(MB) }]
  const recipients = Array.from({ length: 10_000 }, (_, n) => ({ email: `p${n}@example.org` }))
  const started = performance.now()
  await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>Hello</p>', attachments, recipients })
  await sillage.sendDue()
  const seconds = (performance.now() - started) / 1_000
  sink.send('how many')
  const [{ messages, bytes }] = await once(sink, 'message')
  await sillage.close()
  sink.disconnect()
  const [first, second] = halves
  const words = ({ rss, buffers }: Most) => `${rss.toFixed(0)} MB, of them buffers ${buffers.toFixed(0)} MB`
  console.info(`first half: ${words(first)}; second: ${words(second)}; ${(bytes / MB / seconds).toFixed(0)} MB/s`)
  expect(messages).toBe(10_000)
  expect(bytes).toBeGreaterThan(10_000 * 1.36 * MB)
  // The file as it is stored, encoded, and while it was given; copies of 20 mails on their way would be 28 MB more.
  expect(Math.max(first.buffers, second.buffers)).toBeLessThan(16)
  // What grows are the records of the messages; copies of the file would be 6,800 MB.
  expect(second.rss - first.rss).toBeLessThan(100)
})
