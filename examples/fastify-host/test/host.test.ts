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

const MAIL = '/outils/mail/api'
const campaign = (more: object = {}) => ({
  name: 'Nouvelles',
  subject: 'Bonjour {{name}}',
  html: '<p>Bonjour {{name}}</p>',
  recipients: [{ email: 'ada@example.org', name: 'Ada' }],
  ...more,
})

describe('a Fastify app of several agencies', () => {
  it('refuses those who are not logged in, with the right message of its own', async () => {
    expect((await call('', `${MAIL}/campagnes`)).status).toBe(403)
    expect(await live(`${MAIL}/live`, {})).toEqual({ status: 403 })
    expect(await live(`${MAIL}/live`, { cookie: 'sessionId=forged.signature' })).toEqual({ status: 403 })
    const wrong = await fetch(`${host.url}/login`, {
      method: 'POST',
      body: new URLSearchParams({ name: 'claire', password: 'x' }),
    })
    expect(wrong.status).toBe(401)
  })

  it('creates, sends and shows a campaign to its agency, live by the session cookie, and to no other', async () => {
    const claire = await logIn('claire', 'correct horse')
    const bob = await logIn('bob', 'battery staple')
    const made = await call(claire, `${MAIL}/campagnes`, campaign({ start: false }))
    expect(made.status).toBe(201)
    const { id } = made.json as { id: string }
    expect(await live(`${MAIL}/live?campaign=${id}`, { cookie: bob })).toEqual({ status: 404 })
    const start = () => void call(claire, `${MAIL}/campagnes/${id}/start`, {})
    const told = await live(`${MAIL}/live?campaign=${id}`, { cookie: claire }, start)
    expect((told as { events: string[] }).events.at(-1)).toBe('campagne_complete')
    expect(transport.sends).toHaveLength(1)
    expect((await call(bob, `${MAIL}/campagnes/${id}`)).status).toBe(404)
    expect(await call(claire, `${MAIL}/tracking/campagne/${id}`)).toMatchObject({ status: 200, json: { sent: 1 } })
  })
})

describe('its page in a browser', () => {
  const browser = browserForTests()

  it('logs in and shows the figures of the newest campaign', { timeout: 30_000 }, async () => {
    const page = await browser().newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(host.url)
    await page.getByLabel('Nom').fill('claire')
    await page.getByLabel('Mot de passe').fill('correct horse')
    await page.getByRole('button').click()
    await page.getByRole('heading', { name: 'Agence de brest' }).waitFor()
    await page.locator('campaign-stats').getByText('ada@example.org').waitFor()
    await page.locator('campaign-list').getByText('Nouvelles').first().waitFor()
    expect(faults).toEqual([])
    await page.close()
  })
})
