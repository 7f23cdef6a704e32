import { expect, it } from 'vitest'
import { MailFolder } from './mail-folder.ts'
import { mail } from './recorder.ts'
import { soon, watched } from './watched.ts'

const three = ['one', 'two', 'three']

it('connects again when it is cut off while it waits, and reads what came meanwhile', async () => {
  const { server, recorder, clock, watch, waiting, retrying, ids } = await watched()
  server.deliver(mail('one'))
  const watching = watch()
  await waiting(watching)
  await soon(() => expect(server.idling).toBe(1))

  server.cutAll()
  server.deliver(mail('two'))
  await retrying(watching)
  expect(recorder.given).toEqual(['one'])
  expect(watching.state()).toMatchObject({ status: 'retrying', error: expect.any(String) })
  await clock.advance(1_000)
  await waiting(watching)
  expect(recorder.given).toEqual(['one', 'two'])
  expect(ids('Sillage/Done')).toEqual(['one', 'two'])
  expect(watching.state().error).toBeNull()
})

it('reads again what it had recorded of fifty mails when it is cut off amid them', async () => {
  const { server, recorder, clock, watch, waiting, retrying, ids } = await watched()
  for (const id of three) server.deliver(mail(id))
  server.fail('fetch', 'cut', 1)
  const watching = watch()
  await retrying(watching)
  expect(recorder.given).toEqual(['one'])
  expect(ids('INBOX')).toEqual(three)
  await clock.advance(1_000)
  await waiting(watching)
  // The one that was asked for when it broke waits for a minute, so that it holds up nobody.
  expect(recorder.given).toEqual(['one', 'one', 'three'])
  await clock.advance(60_000)
  await waiting(watching)
  await soon(() => expect(ids('Sillage/Done')).toEqual(['one', 'three', 'two']))
  expect(recorder.given).toEqual(['one', 'one', 'three', 'two'])
  expect([...recorder.acted]).toEqual([
    ['one', 1],
    ['three', 1],
    ['two', 1],
  ])
  expect(ids('INBOX')).toEqual([])
})

it.each([
  ['before it has marked', 'store', 2],
  ['when it has marked and does not know', 'stored', 1],
  ['before it has moved', 'move', 1],
  ['when it has moved and does not know', 'moved', 1],
] as const)('records each once and moves all when it is cut off %s', async (_, moment, times) => {
  const { server, recorder, clock, watch, waiting, retrying, ids } = await watched()
  server.folders.set('Sillage/Done', new MailFolder())
  for (const id of three) server.deliver(mail(id))
  server.deliver(mail('letter', { ours: false }))
  server.fail(moment, 'cut')
  const watching = watch()
  await retrying(watching)
  expect(recorder.given).toEqual([...three, 'letter'])
  await clock.advance(1_000)
  await waiting(watching)
  expect(recorder.given.filter((id) => id === 'one')).toHaveLength(times)
  expect([...recorder.acted.values()]).toEqual([1, 1, 1])
  expect(ids('INBOX')).toEqual(['letter'])
  expect(ids('Sillage/Done')).toEqual(three)
})

it('begins with the shortest wait again once it has read the mailbox', async () => {
  const { server, clock, log, watch, waiting, retrying } = await watched()
  const watching = watch()
  for (let times = 0; times < 4; times += 1) server.fail('search', 'cut')
  for (let times = 0; times < 4; times += 1) {
    await retrying(watching)
    await clock.advanceToNext()
  }
  await waiting(watching)
  await soon(() => expect(server.idling).toBe(1))
  server.cutAll()
  await retrying(watching)
  const waits = log.map((line) => Number(/"waitMs":(\d+)/.exec(line)?.[1]))
  expect(waits[3]).toBeGreaterThanOrEqual(4_000)
  expect(waits[4]).toBe(1_000)
})
