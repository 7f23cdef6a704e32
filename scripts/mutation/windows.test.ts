import { expect, test } from 'vitest'
import { windowsOf } from './windows.ts'

test('one window in so many of each file, the same ones each time', () => {
  const files = Array.from({ length: 200 }, (_, n) => `src/file-${n}.ts`)
  const sample = files.flatMap((file) => windowsOf(file, 120, 20))
  expect(sample).toEqual(files.flatMap((file) => windowsOf(file, 120, 20)))
  expect(sample.length).toBeGreaterThan(60)
  expect(sample.length).toBeLessThan(140)
})

test('all windows together are the whole file, without a line twice', () => {
  expect(windowsOf('a.ts', 30, 1)).toEqual(['a.ts:1-12', 'a.ts:13-24', 'a.ts:25-30'])
})
