import { expect, it } from 'vitest'
import { MailFolder } from './mail-folder.ts'
import { mail } from './recorder.ts'
import { soon, watched } from './watched.ts'

const noKeywords = { permanentFlags: '\\Seen \\Deleted' }

it('reads each mail once where the server keeps no keywords, as long as it runs', async () => {
  const { server, recorder, clock, watch, waiting, retrying, ids } = await watched(noKeywords)
  server.deliver(mail('letter', { ours: false }))
  server.deliver(mail('bounce'))
  const watching = watch()
  await waiting(watching)
  expect(ids('INBOX')).toEqual(['letter'])
  server.cutAll()
  await retrying(watching)
  await clock.advance(1_000)
  await waiting(watching)
  await clock.advance(5 * 60_000)
  await waiting(watching)
  expect(recorder.given).toEqual(['letter', 'bounce'])

  // Another process reads again what could not be moved.
  await watching.close()
  await waiting(watch())
  expect(recorder.given).toEqual(['letter', 'bounce', 'letter'])
  expect([...recorder.acted]).toEqual([['bounce', 1]])
})

it('reads again what it had recorded when it is cut off before it could move it', async () => {
  const { server, recorder, clock, watch, waiting, retrying, ids } = await watched(noKeywords)
  server.deliver(mail('bounce'))
  server.fail('move', 'cut')
  const watching = watch()
  await retrying(watching)
  await clock.advance(1_000)
  await waiting(watching)
  expect(recorder.given).toEqual(['bounce', 'bounce'])
  expect([...recorder.acted]).toEqual([['bounce', 1]])
  expect(ids('Sillage/Done')).toEqual(['bounce'])
})

it('reads each mail once where the server can neither keep keywords nor move', async () => {
  const { server, recorder, clock, watch, waiting, ids } = await watched({
    ...noKeywords,
    capabilities: 'IDLE AUTH=PLAIN',
  })
  server.deliver(mail('bounce'))
  const watching = watch()
  await waiting(watching)
  await clock.advance(5 * 60_000)
  await waiting(watching)
  expect(recorder.given).toEqual(['bounce'])
  expect(ids('INBOX')).toEqual(['bounce'])
  expect(server.commands.filter((line) => /COPY|EXPUNGE/.test(line))).toEqual([])
})

it.each(['store', 'move', 'create'] as const)('goes on where the server refuses once: %s', async (moment) => {
  const { server, recorder, clock, watch, waiting, ids } = await watched()
  server.deliver(mail('bounce'))
  server.fail(moment, 'refuse')
  const watching = watch()
  await waiting(watching)
  await clock.advance(5 * 60_000)
  await waiting(watching)
  expect(recorder.given).toEqual(['bounce'])
  expect(ids('INBOX')).toEqual([])
  expect(ids('Sillage/Done')).toEqual(['bounce'])
})

it.each([{}, noKeywords])('reads all of a mailbox that was made anew, %o', async (options) => {
  const { server, recorder, clock, watch, waiting, retrying, ids } = await watched(options)
  for (const id of ['one', 'two']) server.deliver(mail(id, { ours: false }))
  const watching = watch()
  await waiting(watching)
  const anew = Object.assign(new MailFolder(), { uidValidity: 2 })
  server.folders.set('INBOX', anew)
  for (const id of ['two', 'three']) server.deliver(mail(id))
  server.cutAll()
  await retrying(watching)
  await clock.advance(1_000)
  await waiting(watching)
  expect(recorder.given).toEqual(['one', 'two', 'two', 'three'])
  expect(ids('Sillage/Done')).toEqual(['two', 'three'])
})

it('copies and then deletes where the server cannot move', async () => {
  const { server, recorder, watch, waiting, ids } = await watched({ capabilities: 'IDLE UIDPLUS AUTH=PLAIN' })
  server.deliver(mail('bounce'))
  server.deliver(mail('letter', { ours: false })).flags.add('\\Deleted')
  await waiting(watch())
  expect(ids('Sillage/Done')).toEqual(['bounce'])
  // What a person marked as deleted is neither read nor removed.
  expect(recorder.given).toEqual(['bounce'])
  expect(ids('INBOX')).toEqual(['letter'])
})

it('polls where the server cannot tell of new mail', async () => {
  const { server, recorder, clock, watch, waiting } = await watched({ capabilities: 'MOVE AUTH=PLAIN' })
  const watching = watch()
  await waiting(watching)
  server.folder('INBOX').add(mail('bounce'), new Date())
  await clock.advance(5 * 60_000)
  await soon(() => expect(recorder.given).toEqual(['bounce']))
  await waiting(watching)
  expect(server.commands.filter((line) => line === 'IDLE')).toEqual([])
})
