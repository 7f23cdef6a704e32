import { expect, it } from 'vitest'
import type { Lane } from './lane.ts'
import { createTurns } from './turns.ts'

const lane = (id: number, owner: string | null = null, kind: 'campaign' | 'stream' = 'campaign') =>
  ({ id, campaign: { owner, kind } }) as Lane
const all = () => false

/** The ids whose turn it is, each of which has another message. */
function inTurn(
  turns: ReturnType<typeof createTurns>,
  count: number,
  now = 0,
  isSkipped = all as (o: unknown) => boolean,
) {
  const ids: number[] = []
  for (let n = 0; n < count; n++) {
    const next = turns.next(now, isSkipped)
    if (next === undefined) break
    ids.push(next.id)
    turns.add(next)
  }
  return ids
}

it('tenants have their turns, and of each its lanes', () => {
  const turns = createTurns()
  for (const one of [lane(1, 'a'), lane(2, 'a'), lane(3, 'a'), lane(9, 'b')]) turns.add(one)
  expect(inTurn(turns, 8)).toEqual([1, 9, 2, 9, 3, 9, 1, 9])
  expect(inTurn(turns, 2, 0, (owner) => owner === 'b')).toEqual([2, 3])
})

it('one that waits has its turn when its time comes, once', () => {
  const turns = createTurns()
  const one = lane(1)
  turns.wait(one, 100)
  expect(turns.nextAt()).toBe(100)
  expect(turns.next(99, all)).toBeUndefined()
  expect(turns.next(100, all)).toBe(one)
  expect(turns.nextAt()).toBeUndefined()
  expect(turns.next(1_000, all)).toBeUndefined()
})

it('one that got a message while it waited has its turn at once, and not again at its time', () => {
  const turns = createTurns()
  const [one, two] = [lane(1), lane(2)]
  turns.wait(one, 100)
  turns.wait(two, 200)
  turns.add(one)
  expect(turns.next(0, all)).toBe(one)
  expect(turns.nextAt()).toBe(200)
  expect(turns.next(150, all)).toBeUndefined()
})

it('one that waits anew waits for that time alone, and a later lane of its id is another one', () => {
  const turns = createTurns()
  const [one, later] = [lane(1), lane(1)]
  turns.wait(one, 100)
  turns.wait(one, 300)
  expect(turns.next(200, all)).toBeUndefined()
  turns.add(later)
  expect(turns.next(0, all)).toBe(later)
  expect(turns.next(300, all)).toBe(one)
  expect(turns.next(400, all)).toBeUndefined()
})

it('of ten messages one is of a campaign while streams have some', () => {
  const turns = createTurns()
  turns.add(lane(1))
  turns.add(lane(7, null, 'stream'))
  expect(inTurn(turns, 20)).toEqual([...Array(9).fill(7), 1, ...Array(9).fill(7), 1])
})
