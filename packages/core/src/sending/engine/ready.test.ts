import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReady } from './ready.ts'

describe('ready', () => {
  it('gives campaigns in the order in which their time comes, each once', () => {
    const ready = createReady()
    ready.at(1, 30)
    ready.at(2, 10)
    ready.at(3, 20)
    ready.at(2, 40)
    expect([ready.nextAt(), ready.take(9, 5), ready.take(20, 5), ready.nextAt()]).toEqual([10, [], [2, 3], 30])
    expect([ready.take(100, 5), ready.take(100, 5), ready.nextAt()]).toEqual([[1], [], undefined])
  })

  it('takes an earlier time for a later one, and not the other way round', () => {
    const ready = createReady()
    ready.at(1, 30)
    ready.at(1, 10)
    ready.at(1, 20)
    expect(ready.take(10, 1)).toEqual([1])
  })

  it('serves all that wait before it serves one again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 7 }), (campaigns, most) => {
        const ready = createReady()
        for (let id = 1; id <= campaigns; id += 1) ready.at(id, id / 1000)
        const turns: number[] = []
        for (let now = 1; turns.length < campaigns * 3; now += 1)
          for (const id of ready.take(now, most)) {
            turns.push(id)
            ready.add(id)
          }
        for (let round = 0; round < 3; round += 1)
          expect(new Set(turns.slice(round * campaigns, (round + 1) * campaigns)).size).toBe(campaigns)
      }),
    )
  })

  it('holds a campaign back whatever else is said, until it is changed', () => {
    const ready = createReady()
    ready.at(1, 5)
    ready.hold(1, 50)
    ready.at(1, 10)
    ready.add(1)
    expect([ready.take(49, 1), ready.isHeld(1), ready.isEmpty(49)]).toEqual([[], true, false])
    expect([ready.take(50, 1), ready.isHeld(1), ready.isEmpty(50)]).toEqual([[1], false, true])
    ready.hold(1, 100)
    ready.first(1)
    ready.hold(1, 200)
    expect(ready.take(50, 1)).toEqual([1])
  })

  it('gives a campaign that was changed its turn before all others', () => {
    const ready = createReady()
    for (const id of [1, 2, 3]) ready.at(id, 0)
    expect(ready.waiting(0)).toBe(3)
    ready.first(3)
    ready.first(9)
    expect(ready.take(0, 3)).toEqual([3, 9, 1])
  })

  it('lets those that waited go on beside ever new ones', () => {
    const ready = createReady()
    for (const id of [1, 2, 3]) ready.at(id, 0)
    for (const id of [11, 12, 13, 14, 15]) ready.first(id)
    expect([ready.take(0, 4), ready.take(0, 1), ready.take(0, 4)]).toEqual([[11, 12, 1, 2], [13], [14, 15, 3]])
  })

  it('asks held campaigns again when the clock was set', () => {
    const ready = createReady()
    ready.hold(1, 1_000)
    ready.at(2, 500)
    ready.askAgain(10)
    expect([ready.take(10, 5), ready.nextAt()]).toEqual([[1], 500])
  })

  it('forgets a campaign wherever it waits', () => {
    const ready = createReady()
    ready.at(1, 0)
    ready.at(2, 9)
    ready.first(3)
    ready.waiting(0)
    for (const id of [1, 2, 3]) ready.forget(id)
    expect([ready.take(10, 5), ready.isEmpty(10), ready.nextAt()]).toEqual([[], true, undefined])
  })
})
