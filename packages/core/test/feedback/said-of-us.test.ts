import { expect, it } from 'vitest'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import { heardLog } from '../heard-log.ts'
import { kit } from '../test-sillage/kit.ts'

it('what a provider says of our account is in the log, and of no message', async () => {
  const { logger, lines } = heardLog()
  const { sillage } = await kit({ logger })
  const account = { type: 'account', account: { message: 'Sending is paused' }, refs: {}, label: 'OnStatus' } as const
  expect(await sillage.feedback.record([account], { source: 'ses' })).toEqual({
    recorded: 0,
    repeated: 0,
    unknown: 0,
    ignored: 1,
    suppressed: 0,
  })
  expect(lines.filter(({ level }) => level === 'error')).toEqual([
    {
      level: 'error',
      text: 'a provider says that our account is in trouble',
      details: { source: 'ses', label: 'OnStatus', account: 'Sending is paused' },
    },
  ])
})

it.each([true, false])(
  'an erasure whose old versions are kept a little longer (%s) is logged, without the address',
  async (delayed) => {
    const { logger, lines } = heardLog()
    const store = memoryStore()
    const { erase } = store.privacy
    store.privacy.erase = async (address) => ({ ...(await erase(address)), delayed })
    const { sillage, campaign, settle } = await kit({ logger, store })
    await campaign('ada@example.org')
    await settle()
    expect(await sillage.recipients.erase('ada@example.org')).toEqual({ messages: 1 })
    const text = 'an erasure is done, and older versions leave the log of the database a little later'
    const warned = lines.filter(({ level }) => level === 'warn')
    expect(warned).toEqual(delayed ? [{ level: 'warn', text, details: { messages: 1 } }] : [])
  },
)
