import { expect, test } from 'vitest'
import { DigestSet } from './digest-set.ts'

test('each of many texts is new once', () => {
  const set = new DigestSet()
  const texts = [
    '',
    ...Array.from({ length: 100_000 }, (_, n) => `p${n}@example.org`),
    ...Array.from({ length: 100_000 }, (_, n) => `${(n * 7919) % 100_003}.${n}@mail${n % 50}.example`),
  ]
  expect(texts.filter((text) => set.add(text)).length).toBe(texts.length)
  expect(texts.filter((text) => set.add(text))).toEqual([])
  expect(set.size).toBe(texts.length)
})
