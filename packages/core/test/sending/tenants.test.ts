import { expect, it } from 'vitest'
import type { TransportResult } from '../../src/sending/transport/transport.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { addresses, stage } from './stage.ts'

const accepted: TransportResult = { kind: 'accepted', response: '250 OK' }

/** Servers of `slow-….example` answer when they are let go. */
function slowServers(concurrency: number) {
  const clock = fakeClock()
  const waiting: (() => void)[] = []
  let slow = true
  const transport = recordingTransport({
    clock,
    answer: ({ envelope: { to } }) =>
      slow && to.includes('@slow-')
        ? new Promise((resolve) => waiting.push(() => resolve(accepted)))
        : Promise.resolve(accepted),
  })
  const set = stage({ transport, clock, concurrency })
  return {
    set,
    clock,
    /** Lets time pass, a minute at most: a message needs more turns of the event loop than the clock waits for. */
    async until(sent: () => boolean): Promise<void> {
      for (let step = 0; step < 300 && !sent(); step += 1) await clock.advance(200)
    },
    sentTo: (domain: string) => transport.sends.filter(({ to }) => to.endsWith(`@${domain}`)).length,
    letGo() {
      slow = false
      for (const go of waiting.splice(0)) go()
    },
  }
}

it.each([
  ['one campaign of 100', 1, 100],
  ['50 campaigns of 2', 50, 2],
])('a tenant whose servers are slow leaves places for others: %s', async (_, count, size) => {
  const { set, clock, until, sentTo, letGo } = slowServers(8)
  for (let n = 0; n < count; n += 1) await set.campaign(addresses(size, 'slow-a.example'), { owner: 'a' })
  await set.sender.start()
  await clock.advance(20_000)
  expect(sentTo('slow-a.example')).toBe(6)

  await set.campaign(addresses(20, 'b.example'), { owner: 'b' })
  await until(() => sentTo('b.example') === 20)
  expect([sentTo('b.example'), sentTo('slow-a.example')]).toEqual([20, 6])
  // Neither do two slow ones leave none.
  await set.campaign(addresses(20, 'slow-c.example'), { owner: 'c' })
  await clock.advance(20_000)
  await set.campaign(addresses(20, 'd.example'), { owner: 'd' })
  await until(() => sentTo('d.example') === 20)
  expect([sentTo('slow-c.example'), sentTo('d.example')]).toEqual([1, 20])
  // What waits is not claimed meanwhile beyond what may soon be sent.
  expect(set.sender.metrics().ready).toBeLessThanOrEqual(2 * 4 * 8)

  letGo()
  await until(() => sentTo('slow-a.example') === 100)
  expect([sentTo('slow-a.example'), sentTo('slow-c.example')]).toEqual([100, 20])
  await set.sender.stop()
})

it('campaigns of no tenant have all places', async () => {
  const { set, clock, sentTo, letGo } = slowServers(8)
  await set.campaign(addresses(100, 'slow-a.example'))
  await set.sender.start()
  await clock.advance(20_000)
  expect(sentTo('slow-a.example')).toBe(8)
  letGo()
  await clock.advance(20_000)
  expect(sentTo('slow-a.example')).toBe(100)
  await set.sender.stop()
})

it('of what is claimed the tenants’ messages leave in turn, however many campaigns one of them has', async () => {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const set = stage({ transport, clock, concurrency: 1 })
  for (let n = 0; n < 7; n += 1) await set.campaign(addresses(10, 'a.example'), { owner: 'a' })
  await set.campaign(addresses(10, 'b.example'), { owner: 'b' })
  await set.sender.sendDue()
  const places = transport.sends.flatMap(({ to }, index) => (to.endsWith('@b.example') ? [index] : []))
  expect([transport.sends.length, places.length]).toEqual([80, 10])
  // Its share of the first claim, eight of them, beside as many of the other.
  expect(places[7]).toBeLessThan(20)
})
