import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const later = () => new Promise<void>((resolve) => setImmediate(resolve))

test('tasks run one after another, in the order they came, also when one fails', async () => {
  const { take } = createTurns()
  const seen: string[] = []
  const task = (name: string, fails = false) =>
    take(async () => {
      seen.push(`${name} begins`)
      await later()
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
    })
  const results = await Promise.allSettled([task('a'), task('b', true), task('c')])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('a task with none before it starts at once', () => {
  const { take } = createTurns()
  let started = false
  void take(async () => {
    started = true
  })
  expect(started).toBe(true)
})

test('a rest delays the next task, not the answer', async () => {
  const { take } = createTurns()
  let wake = () => {}
  await take(
    async () => undefined,
    () => new Promise<void>((resolve) => (wake = resolve)),
  )
  let second = false
  const next = take(async () => {
    second = true
  })
  await later()
  expect(second).toBe(false)
  wake()
  await next
  expect(second).toBe(true)
})
