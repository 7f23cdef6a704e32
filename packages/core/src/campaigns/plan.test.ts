import { expect, test } from 'vitest'
import type { NewMessage } from '../store/port/records.ts'
import { inBatches } from './plan.ts'

const person = (n: number, data: Record<string, unknown> = {}) => ({ email: `p${n}@example.org`, data }) as NewMessage

async function batchesOf(people: readonly NewMessage[]): Promise<[count: number, last: boolean][]> {
  async function* each() {
    yield* people
  }
  const found: [number, boolean][] = []
  for await (const { batch, last } of inBatches(each())) found.push([batch.length, last])
  return found
}

test('recipients come in batches of 2,000, and of a megabyte where they have much data', async () => {
  const many = Array.from({ length: 4_001 }, (_, n) => person(n))
  expect(await batchesOf(many)).toEqual([
    [2_000, false],
    [2_000, false],
    [1, true],
  ])
  const fat = Array.from({ length: 40 }, (_, n) => person(n, { a: 'x'.repeat(60_000) }))
  expect(await batchesOf(fat)).toEqual([
    [17, false],
    [17, false],
    [6, true],
  ])
})
