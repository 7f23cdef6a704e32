import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { createSillage, createTokenSealer, memoryStore } from '@sillage/core'
import Fastify from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { sillageFastify } from '../src/index.ts'

const secrets = ['a secret for the closing test']
const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0' }
const LONG = 'x'.repeat(200)
const MORE_THAN_BUFFERS_HOLD = 12_000

/** A host's app that waits for every answer, with messages that can be read. */
async function start(messages = 1) {
  const sillage = createSillage({
    store: memoryStore(),
    baseUrl: 'http://127.0.0.1',
    from: 'a@example.org',
    secrets,
    tracking: { readTime: true },
    privacy: { unsetConsent: { readTime: true } },
  })
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  const recipients = Array.from({ length: messages }, (_, n) => ({
    email: `p${n}@example.org`,
    name: LONG,
    company: LONG,
  }))
  const { id } = await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients, start: false })
  const app = Fastify()
  // Keeps connections for the next request, as browsers do.
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  await app.register(sillageFastify, { sillage, authorize: () => true })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    app,
    sillage,
    id,
    /** Asks and leaves it at that; resolves when the first of the answer is there to be read. */
    async look(path: string): Promise<IncomingMessage> {
      const [response] = await once(get(url + path, { agent, headers }), 'response')
      await once(response, 'readable')
      return response
    },
  }
}
const textOf = async (stream: IncomingMessage) => (await stream.setEncoding('latin1').toArray()).join('')

it('ends event streams instead of waiting for their readers', async () => {
  const { app, look } = await start()
  const stream = await look('/api/live')
  await app.close()
  expect(await textOf(stream)).toMatch(/\n\n$/)
})

it('ends images whose read time is being measured, and what was measured is kept', async () => {
  const { app, sillage, look } = await start()
  const token = createTokenSealer(secrets).seal({ kind: 'read', messageId: 1 })
  const stream = await look(`/track/read/${token}`)
  const measured = new Promise((resolve) => sillage.on('message.read', resolve))
  await app.close()
  expect(await textOf(stream)).toMatch(/^GIF89a/)
  await measured
  expect((await sillage.messages.events('1')).items).toMatchObject([{ type: 'read', verdict: 'human' }])
})

it('finishes an export, and ends the connection that its client would keep', async () => {
  const { app, id, look } = await start(MORE_THAN_BUFFERS_HOLD)
  const stream = await look(`/api/tracking/campaigns/${id}/messages.csv`)
  const closed = app.close()
  expect((await textOf(stream)).trimEnd().split('\n')).toHaveLength(MORE_THAN_BUFFERS_HOLD + 1)
  await closed
})
