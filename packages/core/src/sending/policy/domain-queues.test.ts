import { expect, it } from 'vitest'
import { createDomainQueues } from './domain-queues.ts'

const request = { now: 0, freeAt: 100, intervalMs: 10 }

it('gives places one behind the other, to each campaign and domain its own', () => {
  const queues = createDomainQueues()
  const place = (id: number, domain: string) => queues.place(id, domain, request)
  expect([place(1, 'a'), place(1, 'a'), place(1, 'b'), place(2, 'a'), place(1, 'a')]).toEqual([100, 110, 100, 100, 120])
})

it('gives no place before the domain is free', () => {
  const queues = createDomainQueues()
  queues.place(1, 'a', request)
  expect(queues.place(1, 'a', { ...request, freeAt: 500 })).toBe(500)
  expect(queues.place(1, 'a', request)).toBe(510)
})

it('forgets a campaign that is sent no more, or all', () => {
  const queues = createDomainQueues()
  for (const id of [1, 2]) queues.place(id, 'a', request)
  queues.forget(1)
  expect([queues.place(1, 'a', request), queues.place(2, 'a', request)]).toEqual([100, 110])
  queues.clear()
  expect(queues.place(2, 'a', request)).toBe(100)
})

it('keeps what is over no longer than others need the room', () => {
  const queues = createDomainQueues()
  for (let n = 0; n < 10_000; n += 1) queues.place(1, `old${n}`, request)
  for (let n = 0; n < 10; n += 1) queues.place(1, 'a', { now: 200, freeAt: 300, intervalMs: 10 })
  expect(queues.size).toBe(1)
  expect(queues.place(1, 'a', { now: 200, freeAt: 300, intervalMs: 10 })).toBe(400)
})
