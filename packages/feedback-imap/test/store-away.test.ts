import { expect, it } from 'vitest'
import { mail } from './recorder.ts'
import { soon, watched } from './watched.ts'

const ten = Array.from({ length: 10 }, (_, index) => `mail-${index}`)

it('changes nothing in the mailbox while the store is away, and reads it when the store is back', async () => {
  const { server, recorder, clock, log, watch, waiting, retrying, ids } = await watched()
  for (const id of ten) server.deliver(mail(id))
  recorder.away = true
  const watching = watch()
  for (let times = 1; times <= 5; times += 1) {
    await retrying(watching)
    expect(watching.state().error).toBe('record_failed')
    // It does not try all of them each time.
    expect(recorder.given).toHaveLength(3 * times)
    await soon(() => expect(server.sessions.size).toBe(0))
    await clock.advanceToNext()
  }
  await retrying(watching)
  expect(server.commands.filter((line) => /STORE|MOVE/.test(line))).toEqual([])
  expect(server.folder('INBOX').mails.flatMap(({ flags }) => [...flags])).toEqual([])
  recorder.away = false
  await clock.advance(5 * 60_000)
  await waiting(watching)
  expect(ids('Sillage/Done')).toEqual(ten)
  expect([...recorder.acted.values()]).toEqual(ten.map(() => 1))
  expect(watching.state()).toMatchObject({ failed: 0, error: null })
  expect(log.join()).not.toContain('@')
})

it('keeps what was recorded before the store went away', async () => {
  const { server, recorder, clock, watch, waiting, retrying, ids } = await watched()
  for (const id of ten) server.deliver(mail(id))
  recorder.awayAfter = 4
  const watching = watch()
  await retrying(watching)
  expect(ids('Sillage/Done')).toEqual(ten.slice(0, 4))
  expect(ids('INBOX')).toEqual(ten.slice(4))
  recorder.awayAfter = Number.POSITIVE_INFINITY
  await clock.advance(1_000)
  await waiting(watching)
  expect(ids('Sillage/Done')).toEqual(ten)
  expect(recorder.given.filter((id) => id === 'mail-0')).toHaveLength(1)
})

it('leaves a mail alone that cannot be recorded while others can, after three times', async () => {
  const { server, recorder, clock, log, watch, waiting, ids } = await watched()
  recorder.poison.add('poison')
  server.deliver(mail('poison'))
  server.deliver(mail('first'))
  const watching = watch()
  await waiting(watching)
  const another = async (id: string) => {
    await soon(() => expect(server.idling).toBe(1))
    server.deliver(mail(id))
    await soon(() => expect(ids('Sillage/Done')).toContain(id))
    await waiting(watching)
  }
  const minutes = async (count: number) => {
    for (let minute = 0; minute < count; minute += 1) {
      await clock.advance(60_000)
      await waiting(watching)
    }
  }
  const tries = () => recorder.given.filter((id) => id === 'poison').length

  await another('second')
  expect(tries()).toBe(1)
  await minutes(1)
  // By itself it says nothing of whose fault it is, however often.
  await minutes(5)
  expect(tries()).toBe(7)
  await another('third')
  expect(watching.state().failed).toBe(0)
  await minutes(1)
  expect(tries()).toBe(8)
  await minutes(1)
  expect(watching.state().failed).toBe(1)
  await minutes(10)
  expect(tries()).toBe(8)
  expect(ids('INBOX')).toEqual(['poison'])
  expect(ids('Sillage/Done')).toEqual(['first', 'second', 'third'])
  expect(server.folder('INBOX').mails[0]?.flags).toEqual(new Set(['$SillageRead', '$SillageFailed']))
  expect(log.filter((line) => line.startsWith('error'))).toEqual([
    'error {"source":"imap","uid":1,"code":"ECONNREFUSED"} a mail failed three times and was not recorded; it stays in the mailbox',
  ])
})

it('reads past many mails that cannot be recorded, and past one that ends the connection', async () => {
  const { server, recorder, clock, watch, waiting, retrying, ids } = await watched()
  for (const id of ten) server.deliver(mail(id))
  for (const id of ten.slice(0, 2)) recorder.poison.add(id)
  const broken = server.deliver(mail('broken'))
  server.unreadable.add(broken)
  server.deliver(mail('last'))
  const watching = watch()
  await retrying(watching)
  await clock.advance(1_000)
  await waiting(watching)
  expect(ids('Sillage/Done')).toEqual([...ten.slice(2), 'last'])
  for (let times = 0; times < 2; times += 1) {
    await clock.advance(60_000)
    await retrying(watching)
    await clock.advanceToNext()
    await waiting(watching)
  }
  await clock.advance(60_000)
  await waiting(watching)
  expect(server.folder('INBOX').mails.at(-1)?.flags).toEqual(new Set(['$SillageRead', '$SillageFailed']))
})
