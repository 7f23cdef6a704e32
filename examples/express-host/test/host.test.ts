import { type AddressInfo, createServer } from 'node:net'
import { systemClock } from '@sillage/core'
import { recordingTransport } from '@sillage/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { browserForTests } from '../../../scripts/browser-for-tests.ts'
import { startHost } from '../src/start-host.ts'

let host: Awaited<ReturnType<typeof startHost>>
const transport = recordingTransport({ clock: systemClock })
beforeAll(async () => {
  host = await startHost({ port: await freePort(), transport })
}, 30_000)
afterAll(() => host.stop())

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Logs in through the host's own form; returns the session cookie. */
async function logIn(name: string, password: string): Promise<string> {
  const body = new URLSearchParams({ name, password })
  const answer = await fetch(`${host.url}/login`, { method: 'POST', body, redirect: 'manual' })
  expect(answer.status).toBe(302)
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}
const call = async (cookie: string, path: string, body?: object) => {
  const answer = await fetch(host.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, json: await answer.json() }
}
/**
 * What a socket receives until a campaign is complete; `begin` is called when it has its snapshot, because the end is
 * sent once.
 */
const live = (path: string, headers: Record<string, string>, begin = () => {}) =>
  new Promise<{ status: number } | { events: string[] }>((resolve, reject) => {
    const socket = new WebSocket(host.url.replace('http', 'ws') + path, { headers })
    const events: string[] = []
    socket.on('unexpected-response', (_request, response) => {
      resolve({ status: response.statusCode ?? 0 })
      response.resume()
      socket.terminate()
    })
    socket.once('message', begin)
    socket.on('message', (data) => {
      events.push((JSON.parse(String(data)) as { event: string }).event)
      if (!/complete$/.test(events.at(-1) ?? '')) return
      socket.close()
      resolve({ events })
    })
    socket.on('error', reject)
  })

const MAIL = '/mail/api'

describe('an Express app with users and customers of its own', () => {
  it('refuses those who are not logged in, and those its users table does not let send', async () => {
    expect((await call('', `${MAIL}/campaigns`)).status).toBe(403)
    expect(await live(`${MAIL}/live`, {})).toEqual({ status: 403 })
    expect(await live(`${MAIL}/live`, { cookie: 'connect.sid=s%3Aforged.signature' })).toEqual({ status: 403 })
    const bob = await logIn('bob', 'battery staple')
    expect((await call(bob, `${MAIL}/campaigns`)).status).toBe(403)
    expect(await live(`${MAIL}/live`, { cookie: bob })).toEqual({ status: 403 })
  })

  it('offers its own table of customers, in which nothing can be changed from here', async () => {
    const claire = await logIn('claire', 'correct horse')
    const all = await call(claire, `${MAIL}/contacts`)
    expect(all.json).toMatchObject({ total: 2, next: null, items: [{ name: 'Ada Lovelace' }, { name: 'Zoé Martin' }] })
    const first = (await call(claire, `${MAIL}/contacts?limit=1`)).json as { items: object[]; next: string }
    const second = await call(claire, `${MAIL}/contacts?limit=1&cursor=${first.next}`)
    expect([first.items, (second.json as { items: object[] }).items].flat()).toMatchObject([{ id: '1' }, { id: '2' }])
    expect((await call(claire, `${MAIL}/contacts?q=zo`)).json).toMatchObject({ total: 1 })
    expect((await call(claire, `${MAIL}/contacts?q=%25`)).json).toMatchObject({ total: 0 })
    expect((await call(claire, `${MAIL}/contacts`, { email: 'new@example.org' })).status).toBe(405)
  })

  it('sends to customers, live by the session cookie', async () => {
    const claire = await logIn('claire', 'correct horse')
    const made = await call(claire, `${MAIL}/campaigns`, {
      name: 'News',
      subject: 'Hello {{firstName}}',
      html: '<p>Weather in {{city}}</p>',
      // The third has no newsletter.
      recipients: { where: { company: 'Port de Brest' } },
      start: false,
    })
    expect(made).toMatchObject({ status: 201, json: { total: 1 } })
    const { id } = made.json as { id: string }
    const start = () => void call(claire, `${MAIL}/campaigns/${id}/start`, {})
    const told = await live(`${MAIL}/live?campaign=${id}`, { cookie: claire }, start)
    expect((told as { events: string[] }).events.at(-1)).toBe('campaign_complete')
    expect(transport.sends.map(({ to }) => to)).toEqual(['zoe@example.org'])
    expect(await call(claire, `${MAIL}/tracking/campaigns/${id}`)).toMatchObject({ status: 200, json: { sent: 1 } })
    const refused = await call(claire, `${MAIL}/campaigns`, {
      name: 'News',
      subject: 'S',
      html: '<p>x</p>',
      recipients: { contactIds: ['3'] },
    })
    expect(refused).toMatchObject({ status: 400, json: { error: { code: 'unknown_contact' } } })
  })
})

describe('its page in a browser', () => {
  const browser = browserForTests()

  it('logs in and shows the whole interface', { timeout: 30_000 }, async () => {
    const page = await browser().newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(host.url)
    await page.getByLabel('Name').fill('claire')
    await page.getByLabel('Password').fill('correct horse')
    await page.getByRole('button').click()
    await page.locator('campaign-manager').getByText('News').first().waitFor()
    expect(faults).toEqual([])
    await page.close()
  })
})
