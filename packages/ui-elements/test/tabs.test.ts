import type { LiveListener } from '@sillage/core/client'
import { expect, onTestFinished, test } from 'vitest'
import { createSillageContext } from '../src/context/sillage-context.ts'
import { settled, until } from './support/mount.ts'

/** A server of streams, and tabs that ask it: the frames each received, and how it is closed. */
function server() {
  const asked: { who: string | null; since: string | null; say(id: number): void; end(): void }[] = []
  const answer = async (_: unknown, init?: RequestInit) => {
    const headers = new Headers(init?.headers)
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        init?.signal?.addEventListener('abort', () => controller.error())
        const frame = (id: number) => JSON.stringify({ id: String(id), event: 'campaign_stats', data: { n: id } })
        asked.push({
          who: headers.get('authorization'),
          since: headers.get('last-event-id'),
          say: (id) => controller.enqueue(new TextEncoder().encode(`data: ${frame(id)}\n\n`)),
          end: () => controller.close(),
        })
      },
    })
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
  const tab = (headers: Record<string, string>) => {
    const waits = { graceMs: 0, retryMs: 1 }
    const { live } = createSillageContext({ baseUrl: '/shared', headers, fetch: answer as typeof fetch, live: waits })
    const told: unknown[] = []
    const listener: LiveListener = { frame: ({ data }) => told.push((data as unknown as { n: number }).n) }
    const close = live.subscribe(listener)
    onTestFinished(close)
    return { told, close }
  }
  return { asked, tab }
}

const zoe = { authorization: 'Bearer zoe' }

test('tabs with one login share one stream, and the next goes on where the one that held it was closed', async () => {
  const { asked, tab } = server()
  const first = tab(zoe)
  await until(() => asked.length === 1)
  const [second, third] = [tab(zoe), tab(zoe)]
  await settled(30)
  asked[0]?.say(1)
  await until(() => [first, second, third].every(({ told }) => told.length === 1))
  const late = tab(zoe)
  await settled(30)
  asked[0]?.say(2)
  await until(() => late.told.length === 1)
  expect(asked).toHaveLength(1)

  first.close()
  await until(() => asked.length === 2)
  expect(asked[1]?.since).toBe('2')
  asked[1]?.say(3)
  await until(() => [second, third, late].every(({ told }) => told.at(-1) === 3))
  expect([first.told, second.told, late.told]).toEqual([
    [1, 2],
    [1, 2, 3],
    [2, 3],
  ])

  // A stream that ends is opened again, by one of them.
  asked[1]?.end()
  await until(() => asked.length === 3)
  await settled(30)
  asked[2]?.say(4)
  await until(() => [second, third, late].every(({ told }) => told.at(-1) === 4))
  expect(asked).toHaveLength(3)
})

test('tabs of two logins, and those without one in the request, have a stream each', async () => {
  const { asked, tab } = server()
  const tabs = [tab(zoe), tab({ authorization: 'Bearer max' }), tab({ 'x-page': '1' }), tab({ 'x-page': '1' })]
  await until(() => asked.length === 4)
  expect(asked.map(({ who }) => who).toSorted()).toEqual(['Bearer max', 'Bearer zoe', null, null])
  asked.find(({ who }) => who === 'Bearer max')?.say(7)
  await until(() => tabs[1]?.told.length === 1)
  expect(tabs.map(({ told }) => told.length)).toEqual([0, 1, 0, 0])
})
