import { expect, it } from 'vitest'
import { refusals } from '../../core/test/refusals.ts'
import { type WatchMailboxOptions, watchMailbox } from '../src/index.ts'
import { Recorder } from './recorder.ts'
import { watched } from './watched.ts'

const given = { sillage: new Recorder(), imap: () => ({}) }

refusals('watchMailbox', (options: never) => watchMailbox(Object.assign({ ...given }, options)), {
  sillage: [undefined, 5, {}, { feedback: {} }],
  imap: [undefined, { host: 'hunter2' }],
  mailbox: ['', 'In*', 'a//b', 'a\nb', 5],
  done: ['move', {}, { move: '' }, { move: 'inbox' }, { move: 'Done', delete: true }, null],
  unmatched: ['delete', { move: 'INBOX' }, { move: 'Sillage/Done' }],
  deleteDoneAfterDays: [0, 1.5, '30'],
  source: ['', 'a b', 5],
  logger: [{}, () => {}],
  clock: [{ now: Date.now }],
})

it('takes the options that its types do', async () => {
  const { watch } = await watched()
  const options: Partial<WatchMailboxOptions> = {
    mailbox: 'Bounces/In',
    done: 'keep',
    unmatched: { move: 'Other' },
    deleteDoneAfterDays: null,
    source: 'bounces.example',
  }
  expect(watch(options).state().status).toBe('connecting')
})

const closed = async (options: never) => {
  const { watch } = await watched()
  await watch().close(options)
}
refusals('close', closed, { graceMs: [-1, '5'] })
