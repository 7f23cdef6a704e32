import { request } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { services } from '../../src/http/services.ts'
import { createSillage, createTokenSealer, memoryStore } from '../../src/index.ts'
import { fetchServer } from './fetch-server.ts'

const secrets = ['a secret for the stream test']
const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0' }
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function start(readTime: object, messages: number) {
  const sillage = createSillage({
    store: memoryStore(),
    baseUrl: 'http://127.0.0.1',
    from: 'a@example.org',
    secrets,
    tracking: { readTime },
    privacy: { unsetConsent: { readTime: true } },
  })
  await sillage.migrate()
  const recipients = Array.from({ length: messages }, (_, n) => ({ email: `p${n}@example.org` }))
  const { id } = await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients, start: false })
  const { url, close } = await fetchServer(sillage)
  closers.push(close, () => sillage.close())
  const sealer = createTokenSealer(secrets)
  const port = Number(new URL(url).port)
  const paths = Array.from(
    { length: messages },
    (_, n) => `/track/read/${sealer.seal({ kind: 'read', messageId: n + 1 })}`,
  )
  return { sillage, id, port, paths }
}

/** Opens one stream; resolves with its headers' arrival and what came until it ended. */
function look(port: number, path: string): Promise<{ still: boolean; bytes: Promise<Buffer>; leave: () => void }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: agent, agent: false }, (response) => {
      const chunks: Buffer[] = []
      const bytes = new Promise<Buffer>((done) => {
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('close', () => done(Buffer.concat(chunks)))
      })
      resolve({ still: response.headers['content-length'] !== undefined, bytes, leave: () => asked.destroy() })
    })
    asked.on('error', reject)
    asked.end()
  })
}

it('holds two thousand streams at once, answers the rest with a still image, and ends all of them on shutdown', {
  timeout: 120_000,
}, async () => {
  const STREAMS = 2_000
  const { sillage, port, paths } = await start(
    // None ends by itself while a busy machine still opens others.
    { maxStreams: STREAMS, maxStreamsPerSource: STREAMS, heartbeatMs: 250, capMs: 300_000 },
    STREAMS + 50,
  )
  global.gc?.()
  const before = process.memoryUsage().rss
  const streams = await Promise.all(paths.slice(0, STREAMS).map((path) => look(port, path)))
  expect(streams.filter(({ still }) => still)).toHaveLength(0)
  expect(sillage.metrics().readTimeStreams).toBe(STREAMS)
  const perStream = (process.memoryUsage().rss - before) / STREAMS / 1024
  process.stdout.write(
    `read time: ${perStream.toFixed(1)} KB per stream, both ends of the connection in this process\n`,
  )

  const more = await Promise.all(paths.slice(STREAMS).map((path) => look(port, path)))
  expect(more.filter(({ still }) => still)).toHaveLength(50)

  sillage[services].readTime?.close()
  const ended = await Promise.all(streams.map(({ bytes }) => bytes))
  expect(ended.every((bytes) => bytes.at(-1) === 0x3b && bytes.subarray(0, 6).toString('latin1') === 'GIF89a')).toBe(
    true,
  )
  expect(sillage.metrics().readTimeStreams).toBe(0)
})

it('gives one source a few streams only', async () => {
  const { port, paths } = await start({}, 6)
  const streams = await Promise.all(paths.map((path) => look(port, path)))
  expect(streams.map(({ still }) => still)).toEqual([false, false, false, false, true, true])
  for (const { leave } of streams) leave()
})

it('records how long the image was shown when the reader leaves', async () => {
  const { sillage, id, port, paths } = await start({ heartbeatMs: 50 }, 1)
  const measured = new Promise((resolve) => sillage.on('message.read', resolve))
  const stream = await look(port, paths[0] ?? '')
  stream.leave()
  await measured
  const { readTime } = await sillage.campaigns.stats(id)
  expect(readTime).toMatchObject({ measured: 1 })
  const [event] = (await sillage.messages.events('1')).items
  expect(event).toMatchObject({ type: 'read', verdict: 'human' })
  expect(event?.durationMs).toBeLessThan(20_000)
})
