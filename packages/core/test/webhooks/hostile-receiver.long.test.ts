import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { hit, record } from '../../src/testing/stores/hits.ts'
import { heapMegabytes } from '../http/heap.ts'
import { goOn, send, stage } from './stage.ts'

const all = 100_000
const group = 1_000
/** So many facts apart, the receiver does something else than taking one. */
const apart = 997

/** What it does to a fact before it takes it, in turns, and how often. */
const turns = [
  { times: 3, act: (response: ServerResponse) => void response.writeHead(500).end() },
  { times: 1, act: () => {} },
  { times: 2, act: (response: ServerResponse) => void response.writeHead(307, { location: '/elsewhere' }).end() },
  { times: 2, act: (response: ServerResponse) => void response.destroy() },
  { times: 1, act: (response: ServerResponse) => void response.writeHead(429, { 'retry-after': '60' }).end() },
]

test('100,000 facts reach a receiver that fails, hangs, leads elsewhere and is gone in between: each once at least, in order', async () => {
  const { sillage, clock, store } = await stage()
  const faults: string[] = []
  /** Facts of the group that comes now, by their times. */
  const seen = new Set<number>()
  let [posts, taken, refused, elsewhere, last, gone] = [0, 0, 0, 0, '', false]
  const began = clock.now() + 3_600_000
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    if (request.url !== '/hook') elsewhere += 1
    if (request.method === 'GET') return void response.end()
    posts += 1
    if (gone) return void response.writeHead(410).end()
    const { id, timestamp } = JSON.parse(body)
    const turn = turns[Math.floor(taken / apart) % turns.length]
    if (id !== last && taken % apart === apart - 1 && turn !== undefined && refused < turn.times) {
      refused += 1
      return turn.act(response)
    }
    response.writeHead(204).end()
    // Again, because its answer came too late.
    if (id === last) return
    ;[last, refused] = [id, 0]
    const at = Date.parse(timestamp) - began
    if (Math.floor(at / group) !== Math.floor(taken / group) || seen.has(at)) faults.push(`${at} as number ${taken}`)
    seen.add(at)
    taken += 1
    if (taken % group === 0) seen.clear()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    await sillage.close()
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  /** What was on its way has come by then. */
  const pass = async () => void (await (await fetch(url)).text())
  async function until(done: () => boolean | Promise<boolean>) {
    while (!(await done())) {
      const before = posts
      for (let n = 0; n < 5; n += 1) await clock.settle()
      // Time goes on only while nothing comes: the ten seconds for an answer are not those of a busy machine.
      if (posts === before) await clock.advance(1_000)
    }
  }

  const campaignId = await send(sillage, clock, 100)
  const { items } = await sillage.for('acme').messages.list({ campaignId, limit: 100 })
  const { webhooks } = sillage.for('acme')
  const { id } = await webhooks.create({ url, events: ['message.opened'] })
  let at = began
  const write = (count: number) =>
    record(
      store,
      Array.from({ length: count }, (_, n) => hit('open', Number(items[n % 100]?.id), { at: at++ })),
    )
  for (let written = 0; written < all; written += group) await write(group)
  const before = heapMegabytes()
  let highest = 0
  for (let part = 1; part <= 10; part += 1) {
    await until(() => taken >= (part * all) / 10)
    highest = Math.max(highest, heapMegabytes())
  }
  expect([faults, taken, elsewhere]).toEqual([[], all, 0])

  gone = true
  await write(1)
  await until(async () => (await webhooks.get(id)).disabledReason === 'gone')
  gone = false
  await write(1)
  await webhooks.update(id, { enabled: true })
  await write(1)
  await until(() => taken > all)
  await goOn(clock, async () => !(await webhooks.get(id)).lagging, { between: pass })
  expect([taken, (await webhooks.get(id)).enabled]).toEqual([all + 1, true])

  process.stdout.write(`facts: ${posts} requests, heap ${before.toFixed(1)} MB, at most ${highest.toFixed(1)} MB\n`)
  // 200 bytes that are kept for each fact would be twice as much.
  expect(highest - before).toBeLessThan(10)
}, 1_800_000)
