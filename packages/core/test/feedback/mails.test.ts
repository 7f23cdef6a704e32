import { beforeEach, expect, it } from 'vitest'
import { createSillage, createTokenSealer, memoryStore, type Sillage } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

const secrets = ['a secret for mails that come back']
const sealer = createTokenSealer(secrets)
const email = 'ada@example.org'

let sillage: Sillage
let id: number
beforeEach(async () => {
  const clock = fakeClock()
  const options = { secrets, clock, baseUrl: 'https://mail.example', from: 'a@example.org' }
  sillage = createSillage({ ...options, store: memoryStore(), transport: recordingTransport({ clock }) })
  await sillage.migrate()
  const campaign = await sillage.campaigns.create({
    name: 'n',
    subject: 's',
    html: '<p>x</p>',
    topic: 'news',
    recipients: [{ email }],
  })
  const sent = sillage.sendDue()
  await clock.advance(60_000)
  await sent
  const { items } = await sillage.messages.list({ campaignId: campaign.id })
  id = Number(items[0]?.id)
})

const seal = (kind: 'bounce' | 'report' | 'unsubscribe') => sealer.seal({ kind, messageId: id })
const mail = (...lines: string[]) => lines.join('\r\n')
const recordMail = (raw: string | Uint8Array) => sillage.feedback.recordMail(raw, { source: 'mailbox' })
const held = async () =>
  (await sillage.recipients.get(email)).suppressions.flatMap(({ topic, reasons }) =>
    reasons.map(({ reason }) => [reason, topic]),
  )

const dsn = (to: string, action = 'failed') =>
  mail(
    ...[`To: ${to}`, 'From: MAILER-DAEMON@mx.example', 'Content-Type: multipart/report; boundary=b', '', '--b'],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', ''],
    ...[`Final-Recipient: rfc822; ${email}`, `Action: ${action}`, 'Status: 5.1.1', '', '--b--'],
  )

it('a report suppresses by its token, once, whether it is text or bytes', async () => {
  const raw = dsn(`bounces+${seal('bounce')}@example.org`)
  expect(await recordMail(Buffer.from(raw))).toMatchObject({ understood: true, recorded: 1, suppressed: 1 })
  expect(await recordMail(raw)).toMatchObject({ understood: true, repeated: 1, suppressed: 0 })
  expect(await held()).toEqual([['bounce', null]])
})
it('a delay is understood, and nothing is done', async () => {
  expect(await recordMail(dsn(`bounces+${seal('bounce')}@example.org`, 'delayed'))).toMatchObject({
    understood: true,
    ignored: 1,
  })
  expect(await held()).toEqual([])
})
it('a report without a token of ours, and a mail of a friend, are not understood', async () => {
  for (const raw of [
    dsn('bounces@example.org'),
    dsn(`bounces+${'0'.repeat(26)}@example.org`),
    mail('From: friend@example.org', 'Subject: Hello', '', 'hi'),
    '',
    '\0',
  ])
    expect(await recordMail(raw)).toEqual({
      understood: false,
      recorded: 0,
      repeated: 0,
      unknown: 0,
      ignored: 0,
      suppressed: 0,
    })
})
it.each<[string, () => string]>([
  [
    'in the subject',
    () => mail('From: ada@example.org', 'To: unsubscribe@example.org', `Subject: ${seal('unsubscribe')}`, '', ''),
  ],
  [
    'in the subject that a program changed',
    () =>
      mail(
        'From: ada@example.org',
        `Subject: Re: ${seal('unsubscribe').toUpperCase()}`,
        'X-Apple-Unsubscribe: true',
        '',
        '',
      ),
  ],
  [
    'in the address',
    () =>
      mail(
        'From: ada@example.org',
        `To: unsubscribe+${seal('unsubscribe')}@example.org`,
        'Subject: unsubscribe',
        '',
        '',
      ),
  ],
  [
    'although it says that no program wrote it',
    () => mail('Auto-Submitted: no', `Subject: ${seal('unsubscribe')}`, '', ''),
  ],
])(
  'a mail with the token of List-Unsubscribe %s unsubscribes from the topic, also after a person took it back',
  async (_, raw) => {
    expect(await recordMail(raw())).toMatchObject({ understood: true, recorded: 1, suppressed: 1 })
    expect(await held()).toEqual([['unsubscribe', 'news']])
  },
)
it.each([
  'Auto-Submitted: auto-replied',
  'auto-submitted: auto-generated (vacation)',
  'Precedence: auto_reply',
  'X-Apple-Action: VACATION',
  'X-Autoreply: yes',
  'From: Mailer-Daemon@example.org',
])('%s: a program answered, and unsubscribes nobody', async (header) => {
  const raw = mail(
    header,
    `To: unsubscribe+${seal('unsubscribe')}@example.org`,
    `Subject: Away: ${seal('unsubscribe')}`,
    `In-Reply-To: <${seal('report')}@example.org>`,
    '',
    'I am away until 5.1.1',
  )
  expect(await recordMail(raw)).toMatchObject({ understood: true, ignored: 1, suppressed: 0 })
  expect(await held()).toEqual([])
})
it('tokens that leak into archives unsubscribe nobody', async () => {
  for (const kind of ['report', 'bounce'] as const)
    expect(
      await recordMail(
        mail('From: ada@example.org', `Subject: ${seal(kind)}`, `To: unsubscribe+${seal(kind)}@example.org`, '', ''),
      ),
    ).toMatchObject({ understood: false })
  expect(await held()).toEqual([])
})
it('a complaint that asks to leave the list is an unsubscription', async () => {
  const arf = (type: string) =>
    mail(
      ...[
        'From: fbl@isp.example',
        'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
        '',
        '--b',
      ],
      ...['Content-Type: message/feedback-report', '', `Feedback-Type: ${type}`, '', '--b'],
      ...['Content-Type: text/rfc822-headers', '', `X-Sillage-Message: ${seal('report')}`, '', '--b--'],
    )
  expect(await recordMail(arf('opt-out'))).toMatchObject({ recorded: 1 })
  expect(await held()).toEqual([['unsubscribe', 'news']])
  expect(await recordMail(arf('auth-failure'))).toMatchObject({ suppressed: 0, recorded: 0 })
  expect(await recordMail(arf('abuse'))).toMatchObject({ recorded: 1, suppressed: 1 })
})
