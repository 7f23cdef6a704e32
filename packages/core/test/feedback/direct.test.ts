import { expect, it } from 'vitest'
import { createSillage, type FeedbackPolicy, memoryStore } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

const DAY = 86_400_000
const email = 'ada@example.org'

/** Sends a message at each of these days to a server that answers so; how often the address was mailed, and why not. */
async function sendAt(days: readonly number[], text: string, policy: FeedbackPolicy = {}) {
  const clock = fakeClock()
  const [code = 0, enhancedCode = ''] = [Number(text.slice(0, 3)), text.split(' ')[1]]
  const refused = { kind: 'refused', stage: 'rcpt', code, enhancedCode, text } as const
  const transport = recordingTransport({ clock, answer: () => refused })
  const options = { clock, transport, baseUrl: 'https://mail.example', from: 'a@example.org', feedback: { policy } }
  const sillage = createSillage({ ...options, store: memoryStore() })
  await sillage.migrate()
  let today = 0
  for (const day of days) {
    await clock.advance((day - today) * DAY)
    today = day
    await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients: [{ email }] })
    const sent = sillage.sendDue()
    await clock.advance(60_000)
    await sent
  }
  const { suppressions } = await sillage.recipients.get(email)
  return suppressions.flatMap(({ reasons }) => reasons.map(({ reason, source }) => `${reason} ${source}`))
}

it('a mailbox that is full for two weeks is not mailed any more, and one message of it says nothing', async () => {
  expect(await sendAt([0, 4, 8, 12], '552 5.2.2 Mailbox full')).toEqual([])
  expect(await sendAt([0, 4, 8, 12, 16], '552 5.2.2 Mailbox full')).toEqual(['bounce smtp'])
  expect(await sendAt([0, 1, 2, 3, 4, 5], '552 5.2.2 Mailbox full')).toEqual([])
  expect(await sendAt([0, 4, 8, 12, 16], '552 5.2.2 Mailbox full', { soft: false })).toEqual([])
})
it('what is about us or the content never counts against an address', async () => {
  for (const text of ['550 5.7.1 Delivery not authorized, message refused', '550 5.6.0 Mail message is malformed'])
    expect(await sendAt([0, 4, 8, 12, 16, 20], text)).toEqual([])
})
