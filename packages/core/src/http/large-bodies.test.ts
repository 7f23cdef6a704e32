import { describe, expect, it } from 'vitest'
import { nextTurn } from '../kit/share-event-loop.ts'
import type { HttpRequest } from './exchange.ts'
import { createLargeBodies, type LargeBodies } from './large-bodies.ts'

const KB = 1024

function open(bodies: LargeBodies, owner: string | undefined, bytes: number, declared = false) {
  async function* stream() {
    for (let sent = 0; sent < bytes; sent += 64 * KB) {
      state.pulled += 64 * KB
      yield Buffer.alloc(64 * KB)
    }
  }
  const request: HttpRequest = {
    method: 'POST',
    params: {},
    query: '',
    headers: declared ? { 'content-length': String(bytes) } : {},
    remoteAddress: undefined,
    body: { stream: stream() },
  }
  const state = { pulled: 0, read: false, done: () => {} }
  const gated = bodies.gate(request, owner)
  state.done = gated.done
  void (async () => {
    const { body } = gated.request
    if (body !== undefined && 'stream' in body) for await (const _ of body.stream);
    state.read = true
  })()
  return state
}

async function settle(): Promise<void> {
  for (let n = 0; n < 50; n++) await nextTurn()
}

describe('large bodies', () => {
  it.each([
    ['12 MB', 12 * 1_024, true],
    ['an unknown length', 1_024, false],
  ])('of %s are read a few at a time, the next when one was answered', async (_what, size, isDeclared) => {
    const bodies = createLargeBodies()
    const opened = Array.from({ length: 4 }, () => open(bodies, undefined, size * KB, isDeclared))
    const fitting = isDeclared ? 2 : 1
    const read = () => opened.map(({ read }) => read)
    await settle()
    expect(read()).toEqual(opened.map((_, n) => n < fitting))
    // What waits has been read up to the limit, or not at all where its length says what it is.
    expect(opened[2]?.pulled).toBeLessThanOrEqual(isDeclared ? 0 : 128 * KB)
    for (let n = 0; n + fitting < 4; n++) {
      opened[n]?.done()
      await settle()
      expect(read()).toEqual(opened.map((_, k) => k <= n + fitting))
    }
  })

  it.each([
    ['24 MB together are read at once', [12, 6, 6, 1], [true, true, true, false]],
    ['one is read, however long', [30, 1], [true, false]],
    ['a long one is not overtaken', [16, 16, 1], [true, false, false]],
  ])('%s', async (_what, megabytes, expected) => {
    const bodies = createLargeBodies()
    const opened = megabytes.map((size) => open(bodies, undefined, size * 1_024 * KB, true))
    await settle()
    expect(opened.map(({ read }) => read)).toEqual(expected)
  })

  it('of one tenant are read one at a time, and do not keep another tenant’s waiting', async () => {
    const bodies = createLargeBodies()
    const [first, second, other] = ['a', 'a', 'b'].map((owner) => open(bodies, owner, 1_024 * KB, true))
    await settle()
    expect([first?.read, second?.read, other?.read]).toEqual([true, false, true])
    other?.done()
    await settle()
    expect(second?.read).toBe(false)
    first?.done()
    await settle()
    expect(second?.read).toBe(true)
  })

  it('small ones never wait', async () => {
    const bodies = createLargeBodies()
    open(bodies, 'a', 24 * 1_024 * KB, true)
    const small = Array.from({ length: 20 }, () => open(bodies, 'a', 256 * KB, true))
    const smallest = Array.from({ length: 20 }, () => open(bodies, 'a', 64 * KB))
    await settle()
    expect([...small, ...smallest].every(({ read }) => read)).toBe(true)
  })

  it('a request that ends while it waits takes no place', async () => {
    const bodies = createLargeBodies()
    const [first, second, third] = ['a', 'a', 'a'].map((owner) => open(bodies, owner, 1_024 * KB, true))
    await settle()
    second?.done()
    first?.done()
    await settle()
    expect([second?.read, third?.read]).toEqual([false, true])
  })
})
