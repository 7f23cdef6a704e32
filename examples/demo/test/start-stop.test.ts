import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { CampaignListItem, Page } from '@sillage/core/browser'
import { expect, onTestFinished, test, vi } from 'vitest'
import { freePort } from '../src/free-port.ts'
import type { MailPage } from '../src/inbox/mailbox.ts'
import { runDemo } from './demo-process.ts'
import { tempFolder } from './temp-folder.ts'

const json = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T

test('stops cleanly on a signal, and a second start shows what the first one did', async () => {
  const folder = await tempFolder()
  const port = await freePort()
  const env = { PORT: String(port), DATABASE_URL: `file:${join(folder, 'deep', 'demo.sqlite')}` }
  const url = `http://localhost:${port}`

  const first = runDemo(env)
  await first.ready()
  expect(first.output()).toContain(`Sillage is running at ${url}`)
  expect(first.output()).toMatch(/Made 80 companies, 300 contacts and 5 templates/)
  expect(first.output()).toMatch(/authorize lets every request of this machine/)
  const created = await fetch(`${url}/sillage/api/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Premier',
      subject: 'x',
      html: '<p>x</p>',
      recipients: { where: { tag: 'client' } },
      delayMs: 50,
    }),
  })
  expect(created.status).toBe(201)
  await vi.waitFor(
    async () => expect((await json<MailPage>(`${url}/inbox/api/messages`)).total).toBeGreaterThan(0),
    10_000,
  )
  const started = performance.now()
  first.child.kill('SIGTERM')
  expect(await first.code()).toBe(0)
  expect(performance.now() - started).toBeLessThan(5000)

  const second = runDemo(env)
  await second.ready()
  expect(second.output()).toMatch(/Found the data of an earlier start/)
  const { items } = await json<Page<CampaignListItem>>(`${url}/sillage/api/campaigns`)
  expect(items).toMatchObject([{ name: 'Premier' }])
  const { total } = await json<MailPage>(`${url}/inbox/api/messages`)
  expect(total).toBeGreaterThan(0)
  second.child.kill('SIGINT')
  expect(await second.code()).toBe(0)
}, 90_000)

test('says which port is busy and how to choose another', async () => {
  const busy = createServer().listen(0, '127.0.0.1')
  await once(busy, 'listening')
  onTestFinished(() => void busy.close())
  const address = busy.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const { code, output } = runDemo({ PORT: port, DATABASE_URL: 'file::memory:' })
  expect(await code()).toBe(1)
  expect(output()).toContain(`port ${port} is in use`)
  expect(output()).not.toContain('    at ')
}, 20_000)

test('says what is wrong with the environment, without a stack', async () => {
  const { code, output } = runDemo({ PORT: 'abc', NAMES: 'de' })
  expect(await code()).toBe(1)
  expect(output().trim().split('\n')).toEqual([
    'sillage demo: PORT: expected a port from 1 to 65535',
    'sillage demo: NAMES: expected en or fr',
  ])
}, 20_000)

test('--once finds every figure right, with French names', async () => {
  const { code, output } = runDemo({ NAMES: 'fr' }, ['--once'])
  expect(await code(), output()).toBe(0)
  expect(output()).toMatch(/All \d\d figures are what was done/)
  expect(output()).not.toContain('✗')
}, 60_000)
