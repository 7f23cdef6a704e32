import { expect, test } from 'vitest'
import { createRequests } from './requests.ts'

/** A promise and what settles it. */
const open = <T>() => Promise.withResolvers<T>()

test('waits for what runs, also for what fails, then ends; a second call waits for the same', async () => {
  const { run, close } = createRequests(() => {})
  const [first, second] = [open<string>(), open<string>()]
  const answers = Promise.allSettled([run(() => first.promise), run(() => second.promise)])
  const order: string[] = []
  const end = async () => void order.push('end')
  const closing = [close(end), close(end)].map((one) => one.then(() => order.push('closed')))
  await expect(run(async () => 'late')).rejects.toMatchObject({
    code: 'closed',
    message: 'This store was closed; create a new one.',
  })
  order.push('second fails')
  second.reject(new RangeError('no'))
  await expect(second.promise).rejects.toThrow(RangeError)
  order.push('first answers')
  first.resolve('done')
  expect(await answers).toMatchObject([{ value: 'done' }, { reason: { name: 'RangeError' } }])
  await Promise.all(closing)
  expect(order).toEqual(['second fails', 'first answers', 'end', 'closed', 'closed'])
  await close(end)
  expect(order.filter((one) => one === 'end')).toHaveLength(1)
})

test('what is found while a request runs withholds its answer, and refuses the next before it begins', async () => {
  let found = false
  const { run } = createRequests(() => {
    if (found) throw new RangeError('found')
  })
  const request = run(async () => {
    found = true
    return 'done'
  })
  await expect(request).rejects.toThrow('found')
  let begun = false
  const next = run(async () => {
    begun = true
  })
  await expect(next).rejects.toThrow('found')
  expect(begun).toBe(false)
})
