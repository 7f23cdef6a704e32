import { expect, it } from 'vitest'
import { mail } from './recorder.ts'
import { soon, watched } from './watched.ts'

it('records what is there and what arrives, and moves what was ours', async () => {
  const { server, recorder, watch, waiting, ids } = await watched()
  server.deliver(mail('bounce-1'))
  server.deliver(mail('letter', { ours: false }))
  const watching = watch({ source: 'bounces' })
  await waiting(watching)
  expect(ids('INBOX')).toEqual(['letter'])
  expect(ids('Sillage/Done')).toEqual(['bounce-1'])

  await soon(() => expect(server.idling).toBe(1))
  server.deliver(mail('bounce-2'))
  await soon(() => expect(ids('Sillage/Done')).toEqual(['bounce-1', 'bounce-2']))
  await waiting(watching)
  expect(recorder.given).toEqual(['bounce-1', 'letter', 'bounce-2'])
  expect([...recorder.sources]).toEqual(['bounces'])
  expect(server.folder('INBOX').mails[0]?.flags).toEqual(new Set(['$SillageRead', '$SillageOther']))
  expect(watching.state()).toEqual({
    status: 'waiting',
    read: 3,
    understood: 2,
    failed: 0,
    readAt: new Date('2026-01-01'),
    error: null,
  })
})

it('takes a mark that somebody sets meanwhile for no mail', async () => {
  const { server, recorder, watch, waiting, ids } = await watched()
  server.deliver(mail('one'))
  server.flaggedAmid.push(server.deliver(mail('two')))
  await waiting(watch())
  expect(recorder.given).toEqual(['one', 'two'])
  expect(ids('Sillage/Done')).toEqual(['one', 'two'])
})
