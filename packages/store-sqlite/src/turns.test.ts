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

test('so many tasks run at once as asked, and the next begins when one of them ends', async () => {
  const { take } = createTurns(2)
  const open = [1, 2, 3].map(() => Promise.withResolvers<void>())
  const begun: number[] = []
  const done = open.map(({ promise }, n) =>
    take(() => {
      begun.push(n)
      return promise
    }),
  )
  await later()
  expect(begun).toEqual([0, 1])
  open[1]?.resolve()
  await later()
  expect(begun).toEqual([0, 1, 2])
  for (const { resolve } of open) resolve()
  await Promise.all(done)
})
