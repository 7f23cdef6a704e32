import { once } from 'node:events'
import { type Campaign, type CampaignFault, englishNames, type RouteId } from '@sillage/core/browser'
import { expect, onTestFinished, test, vi } from 'vitest'
import WebSocket from 'ws'
import { freePort } from '../src/free-port.ts'
import { startInbox } from '../src/inbox/start-inbox.ts'
import { demoForTest } from './demo-for-test.ts'

const recipients = [{ email: 'noe@pont.test' }]
const good = { name: 'Essai', subject: 'Bonjour', html: '<p>Bonjour</p>', recipients }

test('bad input is answered with 400 and the field it is about, and nothing is stored', async () => {
  const { call } = await demoForTest()
  const cases: [what: string, body: unknown, field: RegExp | undefined][] = [
    ['no recipients', { ...good, recipients: undefined }, /^recipients/],
    ['an empty list', { ...good, recipients: [] }, /^recipients/],
    ['an unknown template', { ...good, html: undefined, template: '999' }, /^template$/],
    [
      'a broken address',
      { ...good, recipients: [{ email: 'noe@pont.test' }, { email: 'nobody' }] },
      /^recipients\[1\]\.email$/,
    ],
    ['a negative delay', { ...good, delayMs: -1 }, /^delayMs$/],
    ['a line break in the subject', { ...good, subject: 'Bonjour\r\nBcc: x@y.example' }, /^subject$/],
    ['HTML over the limit', { ...good, html: `<p>${'x'.repeat(1_000_001)}</p>` }, /^html$/],
    ['text that is not JSON', '{"name": ', undefined],
    ['a field nobody knows', { ...good, recipent: [] }, /recipent/],
  ]
  for (const [what, body, field] of cases) {
    const { status, json } = await call('POST', 'createCampaign', { body })
    expect([what, status]).toEqual([what, 400])
    expect(json.error, what).toMatchObject({ code: expect.any(String), message: expect.any(String) })
    if (field !== undefined) expect(json.error.field, what).toMatch(field)
  }
  expect((await call('GET', 'listCampaigns')).json).toEqual({ items: [], next: null })
  expect((await call('POST', 'createCampaign', { body: good })).status).toBe(201)
}, 30_000)

test('an SMTP server that is down loses nothing: it is logged and shown, and sending continues when the server is back', async () => {
  const port = await freePort()
  const { api, call, live: connect } = await demoForTest({ smtpUrl: `smtp://127.0.0.1:${port}` })
  const live = await connect()
  const list = ['a', 'b', 'c'].map((name) => ({ email: `${name}@pont.test` }))
  const { json } = await call('POST', 'createCampaign', { body: { ...good, recipients: list } })
  const { id } = json as Campaign
  const fault = (await live.until(({ event }) => event === 'campaign_error', 15_000, 'campaign_error')).data
  expect(fault as CampaignFault).toMatchObject({ campaignId: id, code: 'smtp_unreachable' })
  expect(await api.campaigns.get(id)).toMatchObject({
    total: 3,
    queued: 3,
    sent: 0,
    failed: 0,
    unknown: 0,
  })
  // One of them may be in another try right now.
  await vi.waitFor(async () => {
    const { items } = await api.messages.list({ campaignId: id })
    expect(items.map(({ status }) => status)).toEqual(['queued', 'queued', 'queued'])
  })

  const inbox = await startInbox({ filename: ':memory:', port })
  onTestFinished(() => inbox.stop())
  if ((await api.campaigns.get(id)).status === 'paused')
    expect((await call('POST', 'controlCampaign', { params: { id, action: 'resume' } })).status).toBe(200)
  await live.until(({ event }) => event === 'campaign_complete', 30_000, 'campaign_complete')
  expect(
    inbox.mailbox
      .list({})
      .items.map(({ to }) => to)
      .sort(),
  ).toEqual(['a@pont.test', 'b@pont.test', 'c@pont.test'])
}, 60_000)

const MANAGED: [string, RouteId][] = [
  ['GET', 'listCampaigns'],
  ['POST', 'createCampaign'],
  ['GET', 'getStats'],
  ['GET', 'listMessages'],
  ['GET', 'exportMessages'],
  ['GET', 'listTemplates'],
  ['GET', 'listContacts'],
  ['DELETE', 'deleteContact'],
  ['GET', 'listCompanies'],
  ['GET', 'listTags'],
  ['GET', 'listSuppressions'],
  ['GET', 'live'],
  ['GET', 'openapi'],
]

test('without authorize every management route answers 403, and tracking still works', async () => {
  const { call, demo } = await demoForTest({ authorize: false })
  for (const [method, route] of MANAGED) {
    const { status, json } = await call(method, route, {
      params: { id: '1' },
      ...(method === 'POST' ? { body: good } : {}),
    })
    expect([route, status, json?.error.code]).toEqual([route, 403, 'forbidden'])
  }
  expect(await handshake(demo.apiUrl)).toBe(403)
  const pixel = await fetch(`${demo.apiUrl}/track/pixel/${'a'.repeat(26)}`)
  expect([pixel.status, pixel.headers.get('content-type')]).toEqual([200, 'image/gif'])
})

test('the demo’s own authorize lets its page in, and no other site', async () => {
  const { call, demo } = await demoForTest()
  expect((await call('GET', 'listCampaigns', { headers: { origin: demo.url } })).status).toBe(200)
  expect(await handshake(demo.apiUrl, demo.url)).toBe(101)
  for (const origin of ['https://evil.example', 'http://localhost:1', 'null']) {
    expect((await call('POST', 'createCampaign', { body: good, headers: { origin } })).status).toBe(403)
    expect(await handshake(demo.apiUrl, origin)).toBe(403)
  }
})

/** The status that opening the live socket is answered with. */
async function handshake(apiUrl: string, origin?: string): Promise<number> {
  const url = apiUrl.replace(/^http/, 'ws') + englishNames.paths.live
  const socket = new WebSocket(url, origin === undefined ? {} : { origin })
  socket.on('error', () => {})
  const opened = once(socket, 'open').then(() => 101)
  const refused = once(socket, 'unexpected-response').then(([, response]) => Number(response.statusCode))
  refused.catch(() => {})
  opened.catch(() => {})
  const status = await Promise.race([opened, refused])
  socket.terminate()
  return status
}
