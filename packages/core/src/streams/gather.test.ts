import { expect, it } from 'vitest'
import { SillageError } from '../domain/errors.ts'
import type { NewStreamMessage } from '../store/port/stream-records.ts'
import type { Enqueued } from '../store/port/stream-store.ts'
import { createGatherer } from './gather.ts'

const message = (email: string, more: Partial<NewStreamMessage> = {}) =>
  ({ streamId: 1, email, data: {}, content: null, ...more }) as NewStreamMessage

/** A gatherer, the groups that it wrote, and the streams that it said were given something. */
function gatherer(answer: (message: NewStreamMessage) => Partial<Enqueued> = () => ({ created: true })) {
  const groups: string[][] = []
  const changed: number[] = []
  const enqueue = async (given: readonly NewStreamMessage[]) => {
    groups.push(given.map(({ email }) => email))
    return given.map(answer) as Enqueued[]
  }
  const made = createGatherer(
    { enqueue },
    () => 5,
    (id) => changed.push(id),
  )
  return { ...made, groups, changed, add: (one: NewStreamMessage) => made.add(one) }
}
const many = (count: number) => Array.from({ length: count }, (_, n) => message(`p${n}@example.org`))

it('writes groups of 250, in the order given', async () => {
  const { add, groups } = gatherer()
  const given = many(600)
  await Promise.all(given.map(add))
  expect(groups.map(({ length }) => length)).toEqual([250, 250, 100])
  expect(groups.flat()).toEqual(given.map(({ email }) => email))
})

it('writes contents and data of a million characters together, and longer ones alone', async () => {
  const { add, groups } = gatherer()
  const own = (html: string, text: string | null = null) =>
    ({ own: { html, text }, links: [] }) as unknown as NewStreamMessage['content']
  await Promise.all([
    add(message('a', { content: own('x'.repeat(600_000)) })),
    add(message('b', { content: own('x'.repeat(200_000), 'y'.repeat(300_000)) })),
    add(message('c', { data: { long: 'x'.repeat(400_000) } })),
    add(message('d', { content: own('x'.repeat(2_000_000)) })),
    add(message('e')),
  ])
  expect(groups).toEqual([['a'], ['b', 'c'], ['d'], ['e']])
})

it('refuses more than 10,000 that wait, and takes others when these are stored', async () => {
  const { add, drain } = gatherer()
  const waiting = many(10_000).map(add)
  await expect(add(message('late'))).rejects.toMatchObject({ code: 'busy' })
  await Promise.all(waiting)
  await expect(add(message('again'))).resolves.toMatchObject({ created: true })
  await drain()
})

it('stores the others of a group where one is at fault, and asks a store that is away but once', async () => {
  for (const [fault, stored, asked] of [
    [new Error('fault of b'), [true, false, true], [['a', 'b', 'c'], ['a'], ['b'], ['c']]],
    [new SillageError('store_unavailable', 'away'), [false, false, false], [['a', 'b', 'c']]],
    [new SillageError('closed', 'closed'), [false, false, false], [['a', 'b', 'c']]],
  ] as const) {
    const { add, groups } = gatherer(({ email }) => {
      if (email === 'b') throw fault
      return { created: true }
    })
    const results = await Promise.allSettled(['a', 'b', 'c'].map((email) => add(message(email))))
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual(stored)
    expect(groups).toEqual(asked)
  }
})

it('says once for each stream that it was given something, and nothing of a repeated key', async () => {
  const { add, changed } = gatherer(({ email }) => ({ created: email !== 'known' }))
  await Promise.all([
    add(message('a', { streamId: 1 })),
    add(message('b', { streamId: 1 })),
    add(message('known', { streamId: 2 })),
    add(message('c', { streamId: 3 })),
  ])
  expect(changed).toEqual([1, 3])
})

it('is drained when everything is stored', async () => {
  const { add, drain, groups } = gatherer()
  await drain()
  const waiting = Promise.all(many(300).map(add))
  await drain()
  expect(groups).toHaveLength(2)
  await waiting
})
