import { expect, it } from 'vitest'
import type { TransportResult } from '../../src/sending/transport/transport.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { addresses, stage } from './stage.ts'

const accepted: TransportResult = { kind: 'accepted', response: '250 OK' }
const refused = (code: number, enhancedCode: string, text: string): TransportResult => ({
  kind: 'refused',
  stage: 'rcpt',
  code,
  enhancedCode,
  text: `${code} ${enhancedCode} ${text}`,
})

it('a transport that throws may have handed the message over: nobody gets it twice', async () => {
  const clock = fakeClock()
  const transport = recordingTransport({
    clock,
    answer: () => {
      throw new Error('a defect of this transport')
    },
  })
  const set = stage({ transport, clock, concurrency: 1 })
  const { id } = await set.campaign(addresses(3))
  await set.sender.start()
  await clock.advance(3_600_000)
  expect(await set.states(id)).toEqual({ unknown: 3 })
  expect(transport.sends).toHaveLength(3)
  await set.sender.stop()
})

it.each([
  ['a tenant', 'a', ['b', null]],
  ['no tenant', undefined, ['a']],
] as const)('an address that bounced is held back for its owner alone: %s', async (_, owner, others) => {
  const clock = fakeClock()
  const transport = recordingTransport({ clock, answer: () => refused(550, '5.1.1', 'No such user') })
  const store = memoryStore()
  const set = stage({ transport, clock, store })
  const [email = ''] = addresses(1)
  await set.campaign([email], owner === undefined ? {} : { owner })
  expect(await set.sender.sendDue()).toBe(0)
  expect((await store.suppressions.held(owner ?? null, [email], null)).has(email)).toBe(true)
  for (const other of others) expect((await store.suppressions.held(other, [email], null)).has(email)).toBe(false)
})

/** A domain that refuses three in a row is spared for a while. */
const ofManyDomains = Array.from({ length: 30 }, (_, n) => `ada@d${n}.example`)

it('refusals that are not in a row pause nothing', async () => {
  const clock = fakeClock()
  let number = 0
  const transport = recordingTransport({
    clock,
    // Nine in a row, then one that is accepted.
    answer: () => (++number % 10 === 0 ? accepted : refused(554, '5.7.1', 'Rejected as spam by our policy')),
  })
  const set = stage({ transport, clock, concurrency: 1 })
  const { id } = await set.campaign(ofManyDomains)
  await set.sender.sendDue()
  expect([await set.status(id), await set.states(id)]).toEqual(['completed', { failed: 27, sent: 3 }])

  const refusing = stage({
    transport: recordingTransport({ clock, answer: () => refused(554, '5.7.1', 'Rejected as spam by our policy') }),
    clock,
    concurrency: 1,
  })
  const { id: other } = await refusing.campaign(ofManyDomains)
  await refusing.sender.sendDue()
  expect([await refusing.status(other), await refusing.states(other)]).toEqual(['paused', { failed: 10, queued: 20 }])
})

it('an outcome that comes while others are being stored is stored after them', { timeout: 5_000 }, async () => {
  const clock = fakeClock()
  const store = memoryStore()
  const { settle } = store.messages
  const late = Promise.withResolvers<TransportResult>()
  let writes = 0
  store.messages.settle = async (...given) => {
    // The other answer comes amid the first write.
    if (++writes === 1) {
      late.resolve(accepted)
      await clock.settle()
    }
    return settle(...given)
  }
  let number = 0
  const transport = recordingTransport({ clock, answer: () => (number++ === 0 ? accepted : late.promise) })
  const set = stage({ transport, clock, store, concurrency: 2 })
  const { id } = await set.campaign(addresses(2))
  expect(await set.sender.sendDue()).toBe(2)
  expect([writes, await set.status(id)]).toEqual([2, 'completed'])
})
