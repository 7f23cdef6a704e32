import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifyWebhook } from '@sillage/core/webhooks'
import { expect, onTestFinished, test } from 'vitest'
import { faultsOf } from './faults-of.ts'
import { press, roomsForTest } from './room-page.ts'

const open = roomsForTest()

/** Another system, which answers as the test says. */
async function receiver() {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = []
  const state = { answer: 204 }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    requests.push({ headers: request.headers, body })
    response.writeHead(state.answer).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`, requests, state }
}

test('a person adds a webhook, is shown its secret once, tries it, pauses it and deletes it', async () => {
  const { page, faults, demo } = await open('webhooks')
  const { url, requests, state } = await receiver()
  const { webhooks } = demo.sillage
  const stored = async () => (await webhooks.list()).items[0]
  await press(page, 'Add a webhook')
  await page.getByRole('textbox', { name: 'Address' }).fill('crm.example')
  await press(page, 'Save')
  await page.getByText('Give an address that begins with').waitFor()
  await page.getByRole('textbox', { name: 'Address' }).fill(url)
  await press(page, 'Save')
  await page.getByText('Choose at least one.').waitFor()
  await page.getByRole('checkbox', { name: 'A link was clicked' }).check()
  await page.getByRole('textbox', { name: 'What it is for' }).fill('The CRM')
  await press(page, 'Save')
  const secret = await page.getByRole('textbox', { name: 'Secret', exact: true }).inputValue()
  expect(await stored()).toMatchObject({ url, events: ['message.clicked'], machines: false, description: 'The CRM' })
  await press(page, 'I have it')
  for (const field of await page.locator('sillage-secret input').all())
    await expect.poll(() => field.inputValue()).toBe('')

  await press(page, new RegExp(`^${url}`))
  await press(page, 'Send a test')
  await page.getByText('The test arrived').waitFor()
  expect(await verifyWebhook(requests[0] ?? expect.fail('nothing came'), secret)).toMatchObject({
    type: 'webhook.test',
  })
  state.answer = 500
  await press(page, 'Send again: Test')
  await page.getByText('Sent again, and it did not arrive').waitFor()
  expect(requests[1]?.headers['webhook-id']).toBe(requests[0]?.headers['webhook-id'])
  await page.getByRole('cell', { name: /^500/ }).waitFor()
  await page.getByRole('checkbox', { name: 'Only those that did not arrive' }).check()
  await expect.poll(() => page.locator('sillage-webhook').getByRole('row').count()).toBe(2)

  state.answer = 204
  await press(page, 'New secret')
  await press(page, 'Make a new secret')
  const rotated = await page.getByRole('textbox', { name: 'Secret', exact: true }).inputValue()
  await press(page, 'I have it')
  await press(page, 'Send a test')
  await expect.poll(() => requests.length).toBe(3)
  for (const one of [secret, rotated]) await verifyWebhook(requests[2] ?? expect.fail('nothing came'), one)

  await press(page, 'Change')
  await page.getByRole('checkbox', { name: 'All that happens' }).check()
  await press(page, 'Save')
  await expect.poll(async () => (await stored())?.events).toEqual(['*'])
  await press(page, 'Pause')
  await press(page, 'Back')
  expect((await stored())?.enabled).toBe(true)
  await press(page, 'Pause')
  await page.locator('sillage-webhook sillage-confirm').getByRole('button', { name: 'Pause' }).click()
  await page.getByText('what happens meanwhile is not kept').waitFor()
  expect((await stored())?.enabled).toBe(false)
  await press(page, 'Switch on')
  await expect.poll(async () => (await stored())?.enabled).toBe(true)
  await press(page, 'Delete')
  await press(page, 'Delete the webhook')
  await page.getByText('No webhooks yet.').waitFor()
  expect(await stored()).toBeUndefined()
  expect(faults).toEqual([])
}, 60_000)

test.each([
  { width: 1280, scheme: 'light' },
  { width: 320, scheme: 'dark' },
] as const)(
  'webhooks have no faults for axe and fit: $width px, $scheme',
  async (view) => {
    const { page, demo } = await open('webhooks', view)
    const { url, state } = await receiver()
    await page.getByText('No webhooks yet.').waitFor()
    const found: Record<string, unknown> = { none: await faultsOf(page) }
    const { webhooks } = demo.sillage
    const { id } = await webhooks.create({ url: `${url}/${'long'.repeat(20)}`, events: ['*'], description: 'The CRM' })
    await webhooks.test(id)
    state.answer = 500
    await webhooks.test(id)
    await webhooks.update(id, { enabled: false })
    await page.reload()
    await press(page, /^http:/)
    await page.getByText('500', { exact: true }).waitFor()
    found.one = await faultsOf(page)
    await press(page, 'Change')
    found.form = await faultsOf(page)
    await page.keyboard.press('Escape')
    await press(page, 'New secret')
    await press(page, 'Make a new secret')
    found.secret = await faultsOf(page)
    expect(found).toEqual({ none: [], one: [], form: [], secret: [] })
  },
  60_000,
)
