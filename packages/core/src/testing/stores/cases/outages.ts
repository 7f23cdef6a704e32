import assert from 'node:assert/strict'
import type { OutageRecord } from '../../../store/port/outage-store.ts'
import { bothStores } from '../fixtures.ts'
import { caseGroup, type StoreCase } from '../harness.ts'

const outages = caseGroup('outages')

const saidAt = (now: number, more: Partial<OutageRecord> = {}): OutageRecord => ({
  transport: 'default',
  sender: 'one',
  server: 'smtp.example:587',
  since: now,
  error: { kind: 'rate', message: 'The mail server takes no connection “é”.', code: 421, enhancedCode: '4.3.2' },
  nextTryAt: now + 1_000,
  ...more,
})

export const outageCases: readonly StoreCase[] = [
  outages('what a process says is seen by another, replaced by what it says next, and ended', async (h) => {
    const [here, there] = await bothStores(h)
    await here.outages.put(saidAt(h.now))
    assert.deepEqual(await there.outages.list(h.now), [saidAt(h.now)])
    const next = saidAt(h.now, {
      server: null,
      error: { kind: 'connection', message: 'away' },
      nextTryAt: h.now + 5_000,
    })
    await here.outages.put(next)
    assert.deepEqual(await there.outages.list(h.now), [next])
    await here.outages.end(next)
    await here.outages.end(next)
    assert.deepEqual(await there.outages.list(h.now), [])
  }),

  outages('each process and each transport has its own, the longest outage first', async (h) => {
    const { outages: store } = h.store
    const all = [
      saidAt(h.now + 2),
      saidAt(h.now + 1, { sender: 'two', nextTryAt: h.now + 9_000 }),
      saidAt(h.now, { transport: 'bulk' }),
    ]
    for (const outage of all) await store.put(outage)
    assert.deepEqual(await store.list(h.now), all.toReversed())
    await store.end({ transport: 'bulk', sender: 'two' })
    await store.end({ transport: 'default', sender: 'one' })
    assert.deepEqual(await store.list(h.now), [all[2], all[1]])
  }),

  outages('what nobody tried again is over, and pruned', async (h) => {
    const { outages: store } = h.store
    const killed = saidAt(h.now, { sender: 'killed', nextTryAt: h.now - 1 })
    const alive = saidAt(h.now, { nextTryAt: h.now })
    await store.put(killed)
    await store.put(alive)
    assert.deepEqual(await store.list(h.now), [alive])
    assert.equal(await store.prune(h.now), 1)
    assert.deepEqual(await store.list(0), [alive])
  }),
]
