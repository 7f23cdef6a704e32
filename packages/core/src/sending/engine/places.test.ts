import { describe, expect, it } from 'vitest'
import { createPlaces } from './places.ts'

/** How many places each of some tenants gets, one after the other, all without end. */
function shares(most: number, owners: readonly (string | null)[]): number[] {
  const places = createPlaces(most)
  let id = 0
  return owners.map((owner) => {
    let own = 0
    for (; !places.isFull(owner); own += 1) places.take(id++, owner)
    return own
  })
}

describe('places', () => {
  it.each([
    ['all, without a tenant', 40, [null, 'a'], [40, 0]],
    ['three quarters of what others left', 40, ['a', 'b', 'c', 'd', 'e', 'f'], [30, 7, 2, 1, 0, 0]],
    ['one of two', 2, ['a', 'b', 'c'], [1, 1, 0]],
    ['the only one', 1, ['a', 'b'], [1, 0]],
    ['what others left, without a tenant', 8, ['a', null], [6, 2]],
  ])('are taken: %s', (_, most, owners, taken) => {
    expect(shares(most, owners)).toEqual(taken)
  })

  it('are free again when they are given back, once', () => {
    const places = createPlaces(4)
    for (const id of [1, 2, 3]) places.take(id, 'a')
    expect([places.isFull('a'), places.isServed('a'), places.isFull('b'), places.taken]).toEqual([true, true, false, 3])
    places.giveBack(1)
    places.giveBack(1)
    expect([places.isFull('a'), places.taken, places.has(1), places.has(2)]).toEqual([false, 2, false, true])
    places.take(9, 'b')
    places.take(8, null)
    expect([places.isFull('b'), places.isFull(null), places.isServed(null)]).toEqual([true, true, false])
  })
})
