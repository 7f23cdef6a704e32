import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpApp } from '../src/http/index.ts'
import { createSillage, memoryStore, type Sillage } from '../src/index.ts'
import { fakeClock, recordingTransport } from '../src/testing/index.ts'

/** A header of each family that a mail service or program acts on, in one case or another. */
const names = [
  ...[
    'X-MC-BccAddress',
    'x-mc-preserverecipients',
    'X-SMTPAPI',
    'x-smtpapi',
    'X-SES-CONFIGURATION-SET',
    'X-SES-SOURCE-ARN',
  ],
  ...[
    'X-Mailgun-Drop-Message',
    'X-Mailgun-Recipient-Variables',
    'X-PM-Message-Stream',
    'X-MSYS-API',
    'X-MJ-TemplateID',
  ],
  ...['X-Mailjet-DeduplicateCampaign', 'X-Sib-Sandbox', 'X-Mailin-Tag', 'Resend-Idempotency-Key', 'X-Emailit-ID'],
  ...['x-smtpeter-trackclicks', 'X-AliDM-Trace', 'Disposition-Notification-To', 'disposition-notification-options'],
  ...['Return-Receipt-To', 'ERRORS-TO', 'CFBL-Address', 'CFBL-Feedback-ID', 'X-MT-Category', 'X-APIHEADER'],
  ...['Return-Receipt-Requested', 'X-Confirm-Reading-To', 'Generate-Delivery-Report', 'X-MS-Exchange-Organization-SCL'],
]
const content = { subject: 's', html: '<p>x</p>' }

let sillage: Sillage
let id: string
beforeAll(async () => {
  sillage = createSillage({
    store: memoryStore(),
    transport: recordingTransport({ clock: fakeClock() }),
    from: 'a@example.org',
    baseUrl: 'http://mail.example',
  })
  await sillage.migrate()
  id = (await sillage.campaigns.create({ name: 'n', ...content, start: false })).id
  await sillage.streams.put('receipts', content)
})
afterAll(() => sillage.close())

/** The same by HTTP; what is refused is thrown as a program would have it. */
async function ask(route: string, method: string, params: Record<string, string>, body: object) {
  const app = createHttpApp(sillage, { authorize: () => true })
  const asked = app.routes.find((candidate) => candidate.id === route)
  if (asked === undefined) throw new Error(route)
  const headers = { 'content-type': 'application/json' }
  const request = { method, params, query: '', headers, remoteAddress: undefined, body: { parsed: body } }
  const result = await app.respond(asked, request, { url: asked.path, raw: undefined })
  if (result.status >= 400 && result.kind === 'json') throw (result.body as { error: unknown }).error
}

describe.each<[string, (headers: Record<string, string>) => Promise<unknown>]>([
  ['a campaign', (headers) => sillage.campaigns.create({ name: 'n', ...content, headers, start: false })],
  ['a change', (headers) => sillage.campaigns.update(id, { headers })],
  ['a preview', (headers) => sillage.campaigns.preview({ ...content, headers })],
  ['a test', (headers) => sillage.campaigns.sendTest({ ...content, to: 'a@example.org', headers })],
  ['a check', (headers) => sillage.campaigns.check({ ...content, headers })],
  ['a stream', (headers) => sillage.streams.put('other', { ...content, headers })],
  ['a change of a stream', (headers) => sillage.streams.update('receipts', { headers })],
  ['a message', (headers) => sillage.messages.send({ stream: 'receipts', to: 'a@example.org', headers })],
  [
    'a campaign by HTTP',
    (headers) => ask('createCampaign', 'POST', {}, { name: 'n', ...content, headers, start: false }),
  ],
  ['a change by HTTP', (headers) => ask('updateCampaign', 'PATCH', { id }, { headers })],
  ['a preview by HTTP', (headers) => ask('previewContent', 'POST', {}, { ...content, headers })],
  ['a test by HTTP', (headers) => ask('sendTest', 'POST', {}, { ...content, to: 'a@example.org', headers })],
])('headers of %s', (_, give) => {
  it('have none that a mail service or program acts on, and each is named', async () => {
    const before = (await sillage.campaigns.list()).items.length
    for (const name of names)
      await expect(give({ 'X-Fair': 'spring', [name]: 'x' }), name).rejects.toMatchObject({
        code: 'invalid_field',
        field: `headers.${name}`,
        message: expect.stringMatching(/: expected no header that a mail service .* sending\.allowHeaders/),
      })
    const two = { 'X-MC-Tags': 'a', 'X-Fair': 'b', 'Errors-To': 'c' }
    await expect(give(two)).rejects.toMatchObject({
      details: { issues: [{ field: 'headers.X-MC-Tags' }, { field: 'headers.Errors-To' }] },
    })
    expect((await sillage.campaigns.list()).items).toHaveLength(before)
  })

  it('may have others that look like them', async () => {
    const headers = { 'X-MCX': 'a', 'X-SMTPAPI-2': 'b', 'X-PMX-A': 'c', 'X-Resend': 'd', 'X-Errors-To': 'e' }
    await give(headers)
  })
})
