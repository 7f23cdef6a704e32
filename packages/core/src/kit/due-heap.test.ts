import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDueHeap } from './due-heap.ts'

test('gives entries by time, then id, whatever the order they came in, and drops those that no longer hold', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean()), { maxLength: 60 }), (entries) => {
      const heap = createDueHeap()
      for (const [id, [at]] of entries.entries()) heap.push(at, id)
      const holds = (_at: number, id: number) => entries[id]?.[1] === true
      const taken: [number, number][] = []
      for (let first = heap.first(holds); first !== undefined; first = heap.first(holds)) {
        taken.push([first.at, first.id])
        heap.drop()
      }
      const expected = [...entries.entries()]
        .filter(([, [, holding]]) => holding)
        .map(([id, [at]]) => [at, id] as const)
      expect(taken).toEqual(expected.sort(([a, i], [b, j]) => a - b || i - j))
    }),
  )
})
