import { expect, it } from 'vitest'
import { createSillage, memoryStore, type Sillage } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

const email = 'zoe@example.org'
const dead = { kind: 'refused', stage: 'rcpt', code: 550, enhancedCode: '5.1.1', text: '550 5.1.1 unknown' } as const
const error = { kind: 'address', message: 'unknown' } as const
const soft = { permanent: false, error: { kind: 'mailbox', message: 'full' } } as const

/** When the person is erased, beside what has the address held back. */
const moments = ['before', 'as it is held back', 'right after that'] as const

/** What has an address held back: a server's answer to a mail on its way, or what came back about one that arrived. */
const causes = ['an answer', 'a bounce', 'a soft bounce', 'a complaint'] as const

it.each(causes.flatMap((cause) => moments.map((moment) => [cause, moment] as const)))(
  'after %s, and an erasure %s, neither the address nor a placeholder is held back',
  async (cause, moment) => {
    const store = memoryStore()
    const clock = fakeClock()
    let sillage: Sillage
    const eraseAt = async (now: (typeof moments)[number]) => {
      if (now === moment) await sillage.recipients.erase(email)
    }
    const { add } = store.suppressions
    let stored = 0
    store.suppressions.add = async (suppression) => {
      stored += 1
      await eraseAt('as it is held back')
      const added = await add(suppression)
      await eraseAt('right after that')
      return added
    }
    const transport = recordingTransport({
      clock,
      async answer() {
        if (cause !== 'an answer') return { kind: 'accepted', response: '250 taken' }
        await eraseAt('before')
        return dead
      },
    })
    // One that comes back is one too many.
    const feedback = { policy: { soft: { count: 1, spanDays: 0, forgetDays: 14 } } }
    const options = { baseUrl: 'http://mail.example', from: 'news@example.com', feedback }
    sillage = createSillage({ ...options, store, clock, transport })
    await sillage.migrate()
    const campaign = { name: 'n', subject: 's', html: '<p>x</p>', recipients: [{ email }] }
    const { id } = await sillage.campaigns.create(campaign)
    await sillage.sendDue()
    const messageId = (await sillage.messages.list({ campaignId: id })).items[0]?.id ?? ''
    if (cause !== 'an answer') {
      await eraseAt('before')
      const refs = { messageId }
      const bounce = { type: 'bounce', refs, bounce: cause === 'a bounce' ? { permanent: true, error } : soft } as const
      const event = cause === 'a complaint' ? ({ type: 'complaint', refs } as const) : bounce
      const result = await sillage.feedback.record([event], { source: 'test' })
      expect(result.suppressed).toBe(0)
      expect(result.unknown).toBe(moment === 'before' ? 1 : 0)
    }
    expect(stored).toBe(moment === 'before' ? 0 : 1)
    const { items } = await store.suppressions.list({ limit: 10 })
    expect(items.map((one) => [one.email, one.emailHash === null])).toEqual([[null, false]])
    expect((await store.privacy.export(null, email, null)).messages).toEqual([])
    await sillage.close()
  },
)

it('without an erasure they are held back', async () => {
  const clock = fakeClock()
  const store = memoryStore()
  const transport = recordingTransport({ clock, answer: () => dead })
  const sillage = createSillage({ store, clock, transport, baseUrl: 'http://mail.example', from: 'news@example.com' })
  await sillage.migrate()
  await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients: [{ email }] })
  await sillage.sendDue()
  expect((await sillage.suppressions.list()).items.map((one) => [one.email, one.reasons[0]?.source])).toEqual([
    [email, 'smtp'],
  ])
  await sillage.close()
})
