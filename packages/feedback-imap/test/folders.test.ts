import { expect, it } from 'vitest'
import { MailFolder } from './mail-folder.ts'
import { mail } from './recorder.ts'
import { soon, watched } from './watched.ts'

const day = 86_400_000

it('takes the mailbox and the folders of its options, with the delimiter of the server', async () => {
  const { server, watch, waiting, ids } = await watched({ delimiter: '.' })
  server.folders.set('Mail.Bounces', new MailFolder())
  server.deliver(mail('bounce'), new Date(), 'Mail.Bounces')
  server.deliver(mail('letter', { ours: false }), new Date(), 'Mail.Bounces')
  await waiting(watch({ mailbox: 'Mail/Bounces', done: { move: 'Mail/Read' }, unmatched: { move: 'Mail/Other' } }))
  expect(ids('Mail.Read')).toEqual(['bounce'])
  expect(ids('Mail.Other')).toEqual(['letter'])
  expect(ids('Mail.Bounces')).toEqual([])
})

it('moves nothing where all is kept', async () => {
  const { server, recorder, clock, watch, waiting, ids } = await watched()
  server.deliver(mail('bounce'))
  const watching = watch({ done: 'keep' })
  await waiting(watching)
  await clock.advance(5 * 60_000)
  await waiting(watching)
  expect(recorder.given).toEqual(['bounce'])
  expect(ids('INBOX')).toEqual(['bounce'])
  expect([...server.folders.keys()]).toEqual(['INBOX'])
})

it('says that there is no such mailbox, and reads it once there is', async () => {
  const { server, recorder, clock, watch, waiting, retrying } = await watched()
  const watching = watch({ mailbox: 'Bounces' })
  await retrying(watching)
  expect(watching.state().error).toBe('mailbox_missing')
  server.folders.set('Bounces', new MailFolder())
  server.deliver(mail('bounce'), new Date(), 'Bounces')
  await clock.advance(1_000)
  await waiting(watching)
  expect(recorder.given).toEqual(['bounce'])
})

it('reads the beginning of a large mail', async () => {
  const { server, recorder, watch, waiting } = await watched()
  server.deliver(mail('large', { body: 'x'.repeat(3_000_000) }))
  await waiting(watch())
  expect(recorder.lengths.get('large')).toBe(512 * 1024)
})

it.each([
  ['deletes what was recorded long ago, and nothing else, once a day', '\\*', ['old, of others', 'new']],
  ['deletes all that is old in the folder where the server keeps no keywords', '\\Seen \\Deleted', ['new']],
])('%s', async (_, permanentFlags, left) => {
  const { server, clock, watch, waiting, ids } = await watched({ permanentFlags })
  const folder = new MailFolder()
  server.folders.set('Sillage/Done', folder)
  const ago = (days: number) => new Date(clock.now() - days * day)
  for (let count = 0; count < 1_200; count += 1) folder.add(mail(`old-${count}`), ago(32), ['$SillageDone'])
  folder.add(mail('old, of others'), ago(400))
  folder.add(mail('new'), ago(29), ['$SillageDone'])
  const watching = watch()
  await waiting(watching)
  expect(ids('Sillage/Done')).toEqual(left)
  // The mailbox is selected again, and new mail there is noticed.
  await soon(() => expect(server.idling).toBe(1))
  server.deliver(mail('bounce'))
  await soon(() => expect(ids('Sillage/Done')).toEqual([...left, 'bounce']))
  await waiting(watching)

  const opened = () => server.commands.filter((line) => /^SELECT "?Sillage/.test(line)).length
  expect(opened()).toBe(1)
  await clock.advanceToNext()
  await waiting(watching)
  expect(opened()).toBe(1)
  await clock.leap(5 * day)
  await waiting(watching)
  expect(opened()).toBe(2)
  expect(ids('Sillage/Done')).toEqual([...left.filter((id) => id !== 'new'), 'bounce'])
})

it('deletes nothing where nothing is to be deleted', async () => {
  const { server, watch, waiting } = await watched()
  const folder = new MailFolder()
  server.folders.set('Sillage/Done', folder)
  folder.add(mail('old'), new Date(0), ['$SillageDone'])
  await waiting(watch({ deleteDoneAfterDays: null }))
  expect(folder.mails).toHaveLength(1)
})
