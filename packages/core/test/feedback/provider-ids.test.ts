import { afterEach, expect, it } from 'vitest'
import { sesFeedback } from '../../src/feedback/index.ts'
import { sillageFetch } from '../../src/http/index.ts'
import { createSillage, memoryStore, smtpTransport } from '../../src/index.ts'
import { faultySmtpServer } from '../../src/testing/smtp/faulty-smtp-server.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const key = 'k'.repeat(22)
const idOf = (number: number) => `0102018f1a2b3c4${number}-9a483358-9170-4cb4-a269-f5dcdf415321-000000`

/** A server that answers as SES does, and notifications by EventBridge, without the headers of our mails. */
async function install(byProviderId: boolean) {
  let taken = 0
  const smtp = await faultySmtpServer({
    script: ({ at }) => {
      if (at !== 'final') return undefined
      taken += 1
      return { at, reply: `250 Ok ${idOf(taken)}` }
    },
  })
  const store = memoryStore()
  const sillage = createSillage({
    store,
    transport: smtpTransport({ host: '127.0.0.1', port: smtp.port, maxConnections: 1 }),
    baseUrl: 'https://mail.example/s',
    from: 'news@shop.example',
    feedback: {
      sources: { ses: sesFeedback({ topicArns: [], eventBridge: { header: 'x-key', key }, byProviderId }) },
      keys: [key],
    },
  })
  closers.push(
    () => smtp.close(),
    () => sillage.close(),
  )
  await sillage.migrate()
  const recipients = [{ email: 'ada@example.org' }, { email: 'bob@example.org' }]
  const { id } = await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients })
  await sillage.sendDue()
  const app = sillageFetch(sillage)
  const bounced = (messageId: string, emailAddress: string) => {
    const bounce = {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress, status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 no such user' }],
    }
    const body = JSON.stringify({
      'detail-type': 'Email Bounced',
      detail: { mail: { messageId, destination: [emailAddress] }, bounce },
    })
    return app(new Request(sillage.feedback.url('ses'), { method: 'POST', body, headers: { 'x-key': key } }))
  }
  return { sillage, store, smtp, id, bounced }
}
const heldBack = async ({ sillage }: Awaited<ReturnType<typeof install>>) =>
  (await sillage.suppressions.list()).items.map(({ email }) => email)

it('a report that has nothing but the provider’s name of a mail finds its message, and no other', async () => {
  const set = await install(true)
  const [first] = set.smtp.accepted()
  expect((await set.bounced(idOf(9), 'ada@example.org')).status).toBe(200)
  expect(await heldBack(set)).toEqual([])
  expect((await set.bounced(idOf(1), first?.to ?? '')).status).toBe(200)
  expect(await heldBack(set)).toEqual([first?.to])
  expect((await set.sillage.campaigns.stats(set.id)).bounces).toEqual({ hard: 1, soft: 0 })
})

it('without a source that asks for it no name is stored, and such a report is left out', async () => {
  const set = await install(false)
  expect((await set.bounced(idOf(1), 'ada@example.org')).status).toBe(200)
  expect(await heldBack(set)).toEqual([])
  expect(await set.store.messages.sentAs(idOf(1))).toBeUndefined()
})
