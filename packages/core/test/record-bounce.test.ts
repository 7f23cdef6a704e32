import { expect, it } from 'vitest'
import { systemClock } from '../src/domain/clock.ts'
import { createSillage, createTokenSealer, feedbackOf, memoryStore, parseBounce } from '../src/index.ts'
import { recordingTransport } from '../src/testing/recording-transport.ts'

const secrets = ['a secret for tests only']
const sealer = createTokenSealer(secrets)

/** Sends one message to this address, and records the report that came back about it. */
async function afterReport(fields: (to: string) => string): Promise<{
  suppressed: boolean
  bounced: string
  bounces: { hard: number; soft: number }
}> {
  const email = 'Ada@example.org'
  const store = memoryStore()
  const sillage = createSillage({
    store,
    secrets,
    transport: recordingTransport({ clock: systemClock }),
    baseUrl: 'https://mail.example.com',
    from: 'news@example.com',
  })
  await sillage.migrate()
  const { id } = await sillage.campaigns.create({
    name: 'News',
    subject: 'News',
    html: '<p>News</p>',
    recipients: [{ email }],
  })
  await sillage.sendDue()
  const message = (await sillage.messages.list({ campaignId: id })).items[0]
  const token = sealer.seal({ kind: 'bounce', messageId: Number(message?.id) })
  const raw = [
    ...[`Delivered-To: bounces+${token}@example.com`, 'From: MAILER-DAEMON@mx.example'],
    ...['Content-Type: multipart/report; boundary=b', '', '--b', 'Content-Type: message/delivery-status', ''],
    ...[fields(email), '', '--b--'],
  ].join('\n')
  const event = feedbackOf(parseBounce(raw, { open: (one) => sealer.open(one) }))
  if (event !== undefined) await sillage.feedback.record([event], { source: 'mailbox' })
  const suppressed = (await store.suppressions.held(null, [email.toLowerCase()], 'any')).size > 0
  const bounced = (await sillage.messages.list({ campaignId: id })).items[0]?.status ?? ''
  const { bounces } = await sillage.campaigns.stats(id)
  await sillage.close()
  return { suppressed, bounced, bounces }
}

const failed = (to: string, status: string, words: string) =>
  `Final-Recipient: rfc822; ${to}\nAction: failed\nStatus: ${status}\nDiagnostic-Code: smtp; ${words}`

it.each<[string, (to: string) => string, boolean, 'hard' | 'soft']>([
  ['a full mailbox', (to) => failed(to, '4.2.2', '452 4.2.2 full'), false, 'soft'],
  ['a dead address', (to) => failed(to.toLowerCase(), '5.1.1', '550 5.1.1 gone'), true, 'hard'],
  [
    'a dead address behind a forward',
    () => failed('old-job@elsewhere.example', '5.1.1', '550 5.1.1 gone'),
    false,
    'soft',
  ],
  ['our own address refused', (to) => failed(to, '5.1.8', '550 5.1.8 Domain of sender not found'), false, 'hard'],
  ['an address of which little is known', (to) => failed(to, '5.1.4', '550 5.1.4 Ambiguous'), false, 'hard'],
  ['a route that fails', (to) => failed(to, '5.4.6', '554 5.4.6 A loop'), false, 'hard'],
])('%s is a bounce, and suppresses only its own address', async (_, fields, suppressed, kind) => {
  const bounces = { hard: 0, soft: 0, [kind]: 1 }
  expect(await afterReport(fields)).toEqual({ suppressed, bounced: 'bounced', bounces })
})
