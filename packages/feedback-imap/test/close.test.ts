import { expect, it } from 'vitest'
import { mail } from './recorder.ts'
import { soon, watched } from './watched.ts'

const many = Array.from({ length: 120 }, (_, index) => `mail-${index}`)
const open = () => {
  let release = () => {}
  const opened = new Promise<void>((resolve) => {
    release = resolve
  })
  return { opened, release }
}

it('lets the fifty mails finish that it reads, and takes leave of the server', async () => {
  const { server, recorder, watch, ids } = await watched()
  for (const id of many) server.deliver(mail(id))
  const gate = open()
  recorder.before = async (id) => {
    if (id === 'mail-7') await gate.opened
  }
  const watching = watch()
  await soon(() => expect(recorder.given).toHaveLength(8))
  const closed = watching.close()
  gate.release()
  await closed
  expect(recorder.given).toEqual(many.slice(0, 50))
  expect(ids('Sillage/Done')).toEqual(many.slice(0, 50))
  expect(ids('INBOX')).toEqual(many.slice(50))
  expect(server.commands.at(-1)).toBe('LOGOUT')
  expect(watching.state().status).toBe('closed')
  await expect(watching.close()).resolves.toBeUndefined()
})

it('disconnects amid them when that takes too long, and another reads them again', async () => {
  const { server, recorder, clock, watch, waiting, ids } = await watched()
  for (const id of many) server.deliver(mail(id))
  const gate = open()
  recorder.before = async (id) => {
    if (id === 'mail-7') await gate.opened
  }
  const watching = watch()
  await soon(() => expect(recorder.given).toHaveLength(8))
  let over = false
  const closed = watching.close({ graceMs: 5_000 }).then(() => {
    over = true
  })
  await clock.advance(4_999)
  expect(over).toBe(false)
  await clock.advance(1)
  await closed
  await soon(() => expect(server.sessions.size).toBe(0))
  gate.release()
  await clock.settle()
  expect(ids('INBOX')).toEqual(many)

  await waiting(watch())
  expect(ids('Sillage/Done')).toEqual(many)
  expect([...recorder.acted.values()]).toEqual(many.map(() => 1))
})

it('closes while it waits, while it waits to connect again, and while it is given no login', async () => {
  const { server, clock, watch, waiting, retrying } = await watched()
  const first = watch()
  await waiting(first)
  await first.close()
  await soon(() => expect(server.sessions.size).toBe(0))

  server.fail('select', 'cut')
  const second = watch()
  await retrying(second)
  await second.close()

  const third = watch({ imap: () => new Promise(() => undefined) })
  await third.close()
  expect(clock.sleeping).toBe(0)
})

it('does twice, and not wrong, what two watches of one mailbox do', async () => {
  const { server, recorder, watch, waiting, ids } = await watched()
  for (const id of many) server.deliver(mail(id))
  const both = [watch(), watch()]
  await Promise.all(both.map(waiting))
  await soon(() => expect(ids('INBOX')).toEqual([]))
  expect(ids('Sillage/Done').sort()).toEqual([...many].sort())
  expect([...recorder.acted.values()]).toEqual(many.map(() => 1))
})

it('goes on when its log fails', async () => {
  const { server, recorder, watch, waiting } = await watched()
  const fails = () => {
    throw new Error('no space left')
  }
  server.fail('store', 'refuse')
  server.deliver(mail('bounce'))
  await waiting(watch({ logger: { debug: fails, info: fails, warn: fails, error: fails } }))
  expect(recorder.given).toEqual(['bounce'])
})
