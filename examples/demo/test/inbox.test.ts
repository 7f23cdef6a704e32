import { once } from 'node:events'
import { join } from 'node:path'
import Fastify from 'fastify'
import nodemailer from 'nodemailer'
import { expect, onTestFinished, test } from 'vitest'
import { inboxRoutes } from '../src/inbox/inbox-routes.ts'
import type { MailPage } from '../src/inbox/mailbox.ts'
import { type Inbox, startInbox } from '../src/inbox/start-inbox.ts'
import { tempFolder } from './temp-folder.ts'

const local = { host: 'localhost:4100' }

async function setUp(inbox: Inbox) {
  // As the demo does: Node 22 and 24 wait for connections that `fetch` and browsers opened and never used.
  const app = Fastify({ forceCloseConnections: true })
  await app.register(inboxRoutes, { prefix: '/inbox', inbox })
  const smtp = nodemailer.createTransport(inbox.smtpUrl)
  onTestFinished(async () => {
    smtp.close()
    await app.close()
    await inbox.stop()
  })
  return {
    app,
    send: (to: string, subject: string, rest: object = {}) =>
      smtp.sendMail({ from: 'Élise <elise@quai.example>', to, subject, text: 'Bonjour', ...rest }),
    get: (url: string, headers: Record<string, string> = local) => app.inject({ url: `/inbox${url}`, headers }),
    list: async (query = '') =>
      (await app.inject({ url: `/inbox/api/messages${query}`, headers: local })).json<MailPage>(),
  }
}

test('keeps what arrives over SMTP and shows it newest first', async () => {
  const { send, list } = await setUp(await startInbox({ filename: ':memory:' }))
  await send('Hélène Île <helene@etang.example>', 'Première')
  await send('noe@pont.test', 'Deuxième')
  const { items, total, next } = await list()
  expect(items.map(({ subject }) => subject)).toEqual(['Deuxième', 'Première'])
  expect(items[1]).toMatchObject({ from: 'Élise <elise@quai.example>', to: 'Hélène Île <helene@etang.example>' })
  expect([total, next]).toEqual([2, null])
})

test('refuses addresses in .invalid, and only those', async () => {
  const { send, list } = await setUp(await startInbox({ filename: ':memory:' }))
  await expect(send('noe@pont.invalid', 'Jamais')).rejects.toMatchObject({ responseCode: 550 })
  await send('noe@invalid.example', 'Toujours')
  expect((await list()).items.map(({ subject }) => subject)).toEqual(['Toujours'])
})

test('finds mails by sender, recipient or subject, without regard to case and accents, and takes signs literally', async () => {
  const { send, list } = await setUp(await startInbox({ filename: ':memory:' }))
  await send('Hélène <h@etang.example>', 'Remise de 20 %')
  await send('noe@pont.test', 'Salon')
  expect((await list('?q=HELENE')).items).toHaveLength(1)
  expect((await list('?q=elise')).items).toHaveLength(2)
  expect((await list('?q=20%20%25')).items).toHaveLength(1)
  expect((await list('?q=_')).items).toHaveLength(0)
})

test('pages through many mails without losing or repeating one', async () => {
  const inbox = await startInbox({ filename: ':memory:' })
  const { list } = await setUp(inbox)
  for (let n = 1; n <= 125; n++)
    inbox.mailbox.add({ from: 'a', to: 'b', subject: `${n}`, receivedAt: '', raw: Buffer.from('Subject: x\r\n\r\n') })
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: MailPage = await list(cursor === '' ? '' : `?cursor=${cursor}`)
    seen.push(...page.items.map(({ subject }) => subject))
    cursor = page.next
  }
  expect(seen).toEqual(Array.from({ length: 125 }, (_, n) => String(125 - n)))
})

test('shows HTML in a document that cannot run scripts and opens links in a new tab', async () => {
  const { send, get } = await setUp(await startInbox({ filename: ':memory:' }))
  const html =
    '<!doctype html><html><head><title>x</title></head><body><a href="https://a.example/é">lien</a></body></html>'
  await send('noe@pont.test', 'Salut', { html, text: 'Salut en texte' })
  const shown = await get('/1/html')
  expect(shown.body).toBe(html.replace('<head>', '<head><base target="_blank">'))
  const policy = String(shown.headers['content-security-policy'])
  expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox;/)
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/)

  const mail = (await get('/api/messages/1')).json()
  expect(mail).toMatchObject({ id: 1, subject: 'Salut', html, text: 'Salut en texte' })
  expect(mail.headers).toContainEqual({ name: 'To', value: 'noe@pont.test' })
  expect((await get('/1/source')).body).toContain('Subject: Salut')
})

test('answers 404 for a mail it does not have and 400 for a cursor it did not make', async () => {
  const { get } = await setUp(await startInbox({ filename: ':memory:' }))
  for (const path of ['/api/messages/7', '/7/html', '/7/source', '/api/messages/x']) {
    expect((await get(path)).statusCode).toBe(404)
  }
  for (const query of ['cursor=x', 'limit=0', 'limit=201', 'q=a&q=b']) {
    const answer = await get(`/api/messages?${query}`)
    expect([query, answer.statusCode, answer.json().error.code]).toEqual([query, 400, 'invalid_field'])
  }
})

test('keeps its mails over a restart, and never gives a new mail the number of a deleted one', async () => {
  const filename = join(await tempFolder(), 'inbox.sqlite')
  const first = await startInbox({ filename })
  await nodemailer.createTransport(first.smtpUrl).sendMail({ from: 'a@b.example', to: 'c@d.example', subject: 'Resté' })
  await first.stop()
  const { app, list, send } = await setUp(await startInbox({ filename }))
  expect((await list()).items).toMatchObject([{ id: 1, subject: 'Resté' }])
  const cleared = await app.inject({ method: 'POST', url: '/inbox/api/clear', headers: local })
  expect(cleared.statusCode).toBe(204)
  expect((await list()).total).toBe(0)
  await send('noe@pont.test', 'Nouveau')
  expect((await list()).items).toMatchObject([{ id: 2, subject: 'Nouveau' }])
})

test('notifies an open page when a mail arrives', async () => {
  const inbox = await startInbox({ filename: ':memory:' })
  const { app, send } = await setUp(inbox)
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const response = await fetch(`${address}/inbox/api/live`)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toBe('data: {"total":0,"newest":0}\n\n')
  await send('noe@pont.test', 'Salut')
  expect((await reader.read()).value).toBe('data: {"total":1,"newest":1}\n\n')
  await reader.cancel()
  if (inbox.changes.listenerCount('change') > 0) await once(inbox.changes, 'removeListener')
  expect(inbox.changes.listenerCount('change')).toBe(0)
})

test.each([
  ['a rebound name', { host: 'evil.example:4100' }],
  ['another site', { ...local, origin: 'https://evil.example' }],
  ['another port', { ...local, origin: 'http://localhost:3000' }],
  ['a mail in its frame', { ...local, origin: 'null' }],
])('refuses to show or delete anything to %s', async (_who, headers) => {
  const inbox = await startInbox({ filename: ':memory:' })
  const { app, send, get } = await setUp(inbox)
  await send('noe@pont.test', 'Secret')
  expect((await get('/api/messages', headers)).statusCode).toBe(403)
  expect((await get('/1/source', headers)).statusCode).toBe(403)
  expect((await app.inject({ method: 'POST', url: '/inbox/api/clear', headers })).statusCode).toBe(403)
  expect(inbox.mailbox.state().total).toBe(1)
})

test('lets its own page in under each local name', async () => {
  const { get } = await setUp(await startInbox({ filename: ':memory:' }))
  for (const host of ['localhost:4100', '127.0.0.1:4100', '[::1]:4100'])
    expect((await get('/api/messages', { host, origin: `http://${host}` })).statusCode).toBe(200)
})
