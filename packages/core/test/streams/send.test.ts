import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { createSillage, defineStream, memoryStore, type Sillage, type TransportResult } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

const open: Sillage[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function shop(from: string | undefined = 'Shop <shop@port.example>') {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const sillage = createSillage({ store: memoryStore(), clock, transport, from, baseUrl: 'https://mail.example' })
  open.push(sillage)
  await sillage.migrate()
  const mails = () => transport.sends.map(({ raw }) => raw.toString())
  return { sillage, clock, mails }
}

const receipt = {
  subject: 'Receipt {{order}}',
  html: '<p>{{name}}, <a href="https://shop.example/{{order}}">your order</a></p>',
}
const body = (mail = '') => mail.replaceAll('=\r\n', '')

it('sends a message with the content of its stream, once for each key', async () => {
  const { sillage, mails } = await shop()
  await sillage.streams.put('receipts', receipt)
  const message = { stream: 'receipts', to: { email: 'zoe@example.net', name: 'Zoe', ref: 'user 42' }, key: 'A-1007' }
  const first = await sillage.messages.send({ ...message, data: { order: 'A-1007' } })
  expect(first).toEqual({ id: first.id, status: 'queued', created: true })
  expect(await sillage.sendDue()).toBe(1)
  expect(await sillage.messages.send({ ...message, data: { order: 'other' } })).toEqual({
    id: first.id,
    status: 'sent',
    created: false,
  })
  expect(await sillage.sendDue()).toBe(0)
  expect(body(mails()[0])).toContain('Subject: Receipt A-1007')
  expect(body(mails()[0])).toContain('List-Unsubscribe')
  const stored = await sillage.messages.get(first.id)
  expect(stored).toMatchObject({ stream: 'receipts', campaignId: null, key: null, ref: 'user 42', attempts: 1 })
  expect(mails()[0]).toContain(stored.rfcMessageId ?? 'none')
  expect((await sillage.streams.stats('receipts')).sent).toBe(1)
  expect(await sillage.campaigns.list()).toEqual({ items: [], next: null })
})

it('says the Message-ID that a mail was sent with, also where its sender is another one since', async () => {
  const { sillage, clock, mails } = await shop()
  await sillage.streams.put('receipts', receipt)
  const { id } = await sillage.messages.send({ stream: 'receipts', to: 'zoe@example.net', data: { order: 7 } })
  const { id: campaignId } = await sillage.campaigns.create({
    name: 'News',
    subject: 'News',
    html: '<p>News</p>',
    recipients: [{ email: 'ada@example.net' }, { email: 'bob@example.net' }],
    delayMs: 60_000,
  })
  const sending = sillage.sendDue({ until: '2026-01-01T00:00:01Z' })
  await clock.advance(1_000)
  expect(await sending).toBe(2)
  await sillage.streams.put('receipts', { ...receipt, from: 'news@other.example' })
  await sillage.campaigns.pause(campaignId)
  await sillage.campaigns.update(campaignId, { from: 'news@other.example' })
  const [news] = (await sillage.messages.list({ campaignId, status: 'sent' })).items
  const told = await Promise.all([id, news?.id ?? ''].map((one) => sillage.messages.get(one)))
  const sent = mails().map((mail) => /^Message-ID: (.*)\r$/m.exec(mail)?.[1])
  expect(sent).toEqual([expect.stringMatching(/@port\.example>$/), expect.stringMatching(/@port\.example>$/)])
  expect(new Set(told.map(({ rfcMessageId }) => rfcMessageId))).toEqual(new Set(sent))
})

it('sends content of the message’s own beside that of its stream, and none where neither has any', async () => {
  const { sillage, mails } = await shop()
  await sillage.streams.put('notes', { headers: { 'X-Kind': 'note' } })
  await expect(sillage.messages.send({ stream: 'notes', to: 'a@example.org' })).rejects.toMatchObject({
    code: 'missing_content',
    field: 'html',
  })
  await sillage.messages.send({
    stream: 'notes',
    to: 'a@example.org',
    subject: 'Hello {{name}}',
    html: '<p>{{word}}</p>',
    from: 'Ann <ann@port.example>',
    data: { word: 'welcome' },
    attachments: [{ filename: 'a.txt', content: 'text of the file' }],
  })
  await sillage.streams.put('receipts', receipt)
  const { id } = await sillage.messages.send({
    stream: 'receipts',
    to: 'b@example.org',
    subject: 'Other',
    data: { order: 7 },
  })
  expect(await sillage.sendDue()).toBe(2)
  const [own, mixed] = mails()
    .sort((a) => (a.includes('b@example.org') ? 1 : -1))
    .map(body)
  const { messages } = await sillage.recipients.export('a@example.org')
  expect(messages[0]?.content).toEqual({ subject: 'Hello {{name}}', html: '<p>{{word}}</p>', text: null })
  expect(own).toMatch(/welcome[\s\S]*a\.txt/)
  expect(own).toContain('From: Ann <ann@port.example>')
  expect(own).toContain('X-Kind: note')
  expect(mixed).toContain('Subject: Other')
  expect(mixed).toContain('your order')
  expect((await sillage.messages.get(id)).subject).toBe('Other')
  await sillage.streams.put('receipts', receipt)
  await sillage.messages.send({ stream: 'receipts', to: 'c@example.org' })
  expect((await sillage.recipients.export('c@example.org')).messages[0]?.content).toBeNull()
})

it('renders the data of a defined stream, and takes nothing of it for a template', async () => {
  const { sillage, mails } = await shop()
  const receipts = defineStream({
    key: 'receipts',
    transactional: true,
    data: z.object({ order: z.string(), name: z.string() }),
    render: ({ order, name }) => ({ subject: `Receipt ${order}`, html: `<p>For ${name}: ${order}</p>` }),
  })
  const send = (name: string) =>
    sillage.messages.send({ stream: receipts, to: 'zoe@example.net', data: { order: 'A-1', name } })
  await send('{{email}} {{#unclosed}}')
  const nameless = { order: 'A-1' } as { order: string; name: string }
  const wrong = sillage.messages.send({ stream: receipts, to: 'zoe@example.net', data: nameless })
  await expect(wrong).rejects.toMatchObject({ code: 'invalid_field', field: 'data.name' })
  expect(await sillage.sendDue()).toBe(1)
  expect(body(mails()[0])).toContain('For {{email}} {{#unclosed}}: A-1')
  expect(body(mails()[0])).not.toMatch(/List-Unsubscribe|track\/pixel/)
  expect(await sillage.streams.get('receipts')).toMatchObject({ transactional: true, html: null, revision: 1 })
  expect((await sillage.recipients.export('zoe@example.net')).messages[0]?.data).toEqual({})
})

it('waits for its time, is cancelled until it leaves, and is held in a paused stream', async () => {
  const { sillage, clock } = await shop()
  await sillage.streams.put('receipts', receipt)
  const at = new Date(clock.now() + 60_000)
  const send = (to: string) => sillage.messages.send({ stream: 'receipts', to, scheduledAt: at })
  const [one, two] = [await send('a@example.org'), await send('b@example.org')]
  expect((await sillage.messages.get(one.id)).scheduledAt).toBe(at.toISOString())
  expect(await sillage.sendDue()).toBe(0)
  expect(await sillage.messages.cancel(two.id)).toMatchObject({ status: 'cancelled' })
  expect(await sillage.messages.cancel(two.id)).toMatchObject({ status: 'cancelled' })
  await clock.advance(60_000)
  await sillage.streams.pause('receipts')
  expect(await sillage.sendDue()).toBe(0)
  expect(await sillage.streams.resume('receipts')).toMatchObject({ status: 'sending' })
  expect(await sillage.sendDue()).toBe(1)
  await expect(sillage.messages.cancel(one.id)).rejects.toMatchObject({ code: 'wrong_status' })
})

it('queues again what failed, and nothing else', async () => {
  const clock = fakeClock()
  const text = '550 5.1.1 no such user'
  const refused: TransportResult = { kind: 'refused', stage: 'rcpt', code: 550, enhancedCode: '5.1.1', text }
  let answer: TransportResult = refused
  const transport = recordingTransport({ clock, answer: () => answer })
  const options = { store: memoryStore(), clock, transport, from: 'a@port.example', baseUrl: 'https://mail.example' }
  const sillage = createSillage(options)
  open.push(sillage)
  await sillage.migrate()
  await sillage.streams.put('receipts', receipt)
  const [first, second] = [
    await sillage.messages.send({ stream: 'receipts', to: 'a@example.org' }),
    await sillage.messages.send({ stream: 'receipts', to: 'b@example.org' }),
  ]
  await sillage.messages.track({ stream: 'receipts', to: 'c@example.org', html: '<p>x</p>' })
  await sillage.sendDue()
  const statuses = async () =>
    (await Promise.all([first, second].map(({ id }) => sillage.messages.get(id)))).map(({ status }) => status)
  expect(await statuses()).toEqual(['failed', 'failed'])
  await expect(sillage.streams.retry('receipts', { include: [] })).rejects.toMatchObject({ field: 'include' })
  for (const email of ['a@example.org', 'b@example.org'])
    for (const { id } of (await sillage.recipients.get(email)).suppressions) await sillage.suppressions.delete(id)
  answer = { kind: 'accepted', response: '250 ok' }
  await sillage.streams.retry('receipts', { include: ['failed'], messageIds: [first.id] })
  expect(await statuses()).toEqual(['queued', 'failed'])
  expect(await sillage.sendDue()).toBe(1)
  expect(await statuses()).toEqual(['sent', 'failed'])
})

it('puts a stream as it is given, changes what is named, and refuses an old revision', async () => {
  const { sillage } = await shop()
  const put = (input: object) => sillage.streams.put('receipts', { ...receipt, ...input })
  expect(await put({ topic: 'orders' })).toMatchObject({ created: true, revision: 1, name: 'receipts' })
  expect(await put({ topic: 'orders' })).toMatchObject({ created: false, revision: 1 })
  expect(await put({})).toMatchObject({ created: false, revision: 2, topic: null })
  await expect(put({ ifRevision: 1 })).rejects.toMatchObject({ code: 'edit_conflict', details: { revision: 2 } })
  const changed = await sillage.streams.update('receipts', { html: null, name: 'Receipts', ifRevision: 2 })
  expect(changed).toMatchObject({ html: null, name: 'Receipts', subject: receipt.subject, revision: 3 })
  await expect(
    put({ transactional: true, hours: { from: '09:00', to: '18:00', timeZone: 'UTC' } }),
  ).rejects.toMatchObject({
    field: 'hours',
  })
  await sillage.streams.delete('receipts')
  await expect(sillage.streams.get('receipts')).rejects.toMatchObject({ code: 'not_found' })
})

it('passes facts of its messages on with the key of the stream', async () => {
  const { sillage } = await shop()
  await sillage.streams.put('receipts', receipt)
  const heard: object[] = []
  sillage.on('message.sent', ({ data }) => heard.push(data))
  const { id } = await sillage.messages.send({ stream: 'receipts', to: { email: 'a@example.org', ref: 'user 1' } })
  await sillage.sendDue()
  expect(heard).toEqual([{ messageId: id, campaignId: null, stream: 'receipts', ref: 'user 1', key: null }])
})

it('shares a commit between calls at the same time, and lets none fail for another', async () => {
  const store = memoryStore()
  let commits = 0
  const { enqueue } = store.streams
  store.streams.enqueue = (messages, at) => {
    commits++
    if (messages.some(({ email }) => email === 'bad@example.org')) return Promise.reject(new Error('refused'))
    return enqueue(messages, at)
  }
  const sillage = createSillage({ store, from: 'a@port.example', baseUrl: 'https://mail.example' })
  open.push(sillage)
  await sillage.migrate()
  await sillage.streams.put('receipts', receipt)
  const send = (name: string) => sillage.messages.send({ stream: 'receipts', to: `${name}@example.org` })
  const all = await Promise.all(Array.from({ length: 40 }, (_, n) => send(`p${n}`)))
  expect(new Set(all.map(({ id }) => id)).size).toBe(40)
  expect(commits).toBeLessThan(10)
  const mixed = await Promise.allSettled(['x', 'bad', 'y'].map(send))
  expect(mixed.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

it('puts the preheader of the stream or of the message into the mail, and keeps it through changes', async () => {
  const { sillage, mails } = await shop()
  const made = await sillage.streams.put('receipts', { ...receipt, preheader: 'Order {{order}}' })
  expect(made.preheader).toBe('Order {{order}}')
  const message = { stream: 'receipts', to: 'a@example.org', data: { order: 7 } }
  await sillage.messages.send(message)
  await sillage.messages.send({ ...message, subject: 'Other' })
  await sillage.messages.send({ ...message, preheader: 'Own of {{order}}' })
  expect(await sillage.sendDue()).toBe(3)
  const [plain, other, own] = mails().map(body)
  expect([plain, other]).toEqual([expect.stringContaining('Order 7'), expect.stringContaining('Order 7')])
  expect(own).toContain('Own of 7')
  expect((await sillage.streams.update('receipts', { name: 'R' })).preheader).toBe('Order {{order}}')
  expect((await sillage.streams.update('receipts', { preheader: null })).preheader).toBeNull()
  const noHtml = { code: 'invalid_field', field: 'inlineCss' }
  await expect(sillage.messages.send({ ...message, inlineCss: true } as never)).rejects.toMatchObject(noHtml)
  await expect(sillage.streams.update('receipts', { inlineCss: true })).rejects.toMatchObject(noHtml)
})
