import { expect, test } from 'vitest'
import { demoForTest } from './demo-for-test.ts'

test('mails to gone… and full… come back by a report, which the demo reads', async () => {
  const { demo } = await demoForTest()
  const { sillage } = demo
  const back = new Set<string>()
  const both = new Promise<void>((resolve) => {
    sillage.on('message.bounced', ({ data }) => {
      back.add(data.messageId)
      if (back.size === 2) resolve()
    })
  })
  const recipients = ['gone.ada@pont.test', 'full-bob@pont.test', 'gonella@pont.test'].map((email) => ({ email }))
  const { id } = await sillage.campaigns.create({
    name: 'Essai',
    subject: 'Bonjour',
    html: '<p>Bonjour</p>',
    recipients,
  })
  await both
  const { items } = await sillage.messages.list({ campaignId: id, sort: 'name', order: 'asc' })
  expect(Object.fromEntries(items.map(({ email, status }) => [email, status]))).toEqual({
    'gone.ada@pont.test': 'bounced',
    'full-bob@pont.test': 'bounced',
    'gonella@pont.test': 'sent',
  })
  const mailable = async (email: string) => (await sillage.recipients.get(email)).mailable
  expect(await Promise.all(recipients.map(({ email }) => mailable(email)))).toEqual([false, true, true])
  const gone = items.find(({ email }) => email.startsWith('gone.'))
  expect((await sillage.messages.events(gone?.id ?? '')).items[0]).toMatchObject({
    type: 'bounce',
    source: 'inbox',
    bounce: { permanent: true, effect: 'held', error: { kind: 'address', enhancedCode: '5.1.1' } },
  })
})
