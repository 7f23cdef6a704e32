import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Line, ListeningClient } from './bus-options.ts'
import { proveHearing } from './prove-hearing.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A connection that listens, and another whose notice `word` is. */
function twoConnections(connect?: () => Promise<Line>) {
  const listening = new EventEmitter()
  const said: { channel: string; word: string }[] = []
  let ended = 0
  const other: Line = {
    client: Object.assign(new EventEmitter(), {
      async query({ values: [channel, word] = [] }: { values?: unknown[] }) {
        said.push({ channel: String(channel), word: String(word) })
      },
    }) as ListeningClient,
    end: () => void ended++,
  }
  let state = 'open'
  const become = (now: string) => {
    state = now
  }
  const proof = proveHearing({
    client: listening as unknown as ListeningClient,
    channel: 'news',
    connect: connect ?? (async () => other),
  }).then(
    () => become('proved'),
    (error: Error) => become(error.message),
  )
  const arrives = async (channel: string, payload: string | undefined) => {
    listening.emit('notification', { channel, payload })
    await vi.advanceTimersByTimeAsync(0)
    return state
  }
  return { listening, said, proof, arrives, state: () => state, ended: () => ended }
}

it('is the word that was sent, on its channel, and nothing else', async () => {
  const { said, arrives, ended } = twoConnections()
  await vi.advanceTimersByTimeAsync(0)
  const [{ channel, word } = { channel: '', word: '' }] = said
  expect([channel, word.length > 16, ended()]).toEqual(['news', true, 1])
  expect(await arrives('other', word)).toBe('open')
  expect(await arrives('news', 'another word')).toBe('open')
  expect(await arrives('news', undefined)).toBe('open')
  expect(await arrives('news', word)).toBe('proved')
  expect(vi.getTimerCount()).toBe(0)
})

it('fails when the connection that listens ends or breaks meanwhile', async () => {
  const ending = twoConnections()
  ending.listening.emit('end')
  await ending.proof
  expect(ending.state()).toBe('the connection that listens was closed')
  const breaking = twoConnections()
  breaking.listening.emit('error', new Error('reset'))
  await breaking.proof
  expect(breaking.state()).toBe('reset')
})

it('fails after five seconds, and says which of the two connections is at fault', async () => {
  const unheard = twoConnections()
  await vi.advanceTimersByTimeAsync(4_999)
  expect(unheard.state()).toBe('open')
  await vi.advanceTimersByTimeAsync(1)
  expect(unheard.state()).toMatch(/^PostgreSQL does not deliver live notices on this connection/)
  const alone = twoConnections(() => new Promise(() => {}))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(alone.state()).toMatch(/^postgresBus needs a second connection for a moment/)
})
