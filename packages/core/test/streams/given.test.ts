import { describe, expect, it, onTestFinished } from 'vitest'
import { createSillage, defineStream, memoryStore, type SillageOptions } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

const HOUR = 3_600_000
const content = {
  subject: 'Receipt {{order}}',
  html: '<p>Order {{order}} <a href="https://shop.example/">shop</a></p>',
}

async function shop(options: Partial<SillageOptions> = {}) {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const store = options.store ?? memoryStore()
  const from = 'Shop <shop@port.example>'
  const sillage = createSillage({ clock, transport, from, baseUrl: 'https://mail.example', ...options, store })
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  const sent = async () => {
    await sillage.sendDue()
    return transport.sends.map(({ raw }) => raw.toString().replaceAll('=\r\n', ''))
  }
  return { sillage, clock, store, sent }
}

describe('what is given with a message', () => {
  it('is measured as its recipient agreed to', async () => {
    const { sillage, sent } = await shop()
    await sillage.streams.put('receipts', content)
    const consent = { opens: false, clicks: false, at: '2026-01-01T00:00:00Z' }
    await sillage.messages.send({ stream: 'receipts', to: { email: 'ada@example.org', consent } })
    await sillage.messages.send({ stream: 'receipts', to: { email: 'bob@example.org' } })
    const [ada = '', bob = ''] = (await sent()).toSorted((a) => (a.includes('To: ada') ? -1 : 1))
    expect(ada).not.toMatch(/track\/(?:pixel|click)\//)
    expect(bob).toMatch(/track\/pixel\//)
    expect(bob).toMatch(/track\/click\//)
  })

  it('leaves in the hours of the stream, after the time that it was given', async () => {
    const { sillage } = await shop()
    const hours = { from: '09:00', to: '17:00', timeZone: '{{timeZone}}' }
    await sillage.streams.put('receipts', { ...content, hours })
    const due = async (scheduledAt: string | undefined, timeZone: string) => {
      const message = { stream: 'receipts', to: 'ada@example.org', data: { timeZone }, scheduledAt }
      return (await sillage.messages.get((await sillage.messages.send(message)).id)).scheduledAt
    }
    expect(await due('2026-01-05T20:00:00Z', 'Europe/Paris')).toBe('2026-01-06T08:00:00.000Z')
    expect(await due('2026-01-05T10:00:00Z', 'Europe/Paris')).toBe('2026-01-05T10:00:00.000Z')
    expect(await due(undefined, 'Asia/Tokyo')).toBeNull()
    expect(await due(undefined, 'Europe/Paris')).toBe('2026-01-01T08:00:00.000Z')
    expect(await due('2020-01-01T10:00:00Z', 'Europe/Paris')).toBe('2026-01-01T08:00:00.000Z')
  })

  it('waits for no time any more once it was tried', async () => {
    const clock = fakeClock()
    const transport = recordingTransport({
      clock,
      answer: () => ({ kind: 'refused', stage: 'rcpt', code: 450, enhancedCode: '4.2.1', text: 'try later' }),
    })
    const { sillage } = await shop({ clock, transport })
    await sillage.streams.put('receipts', content)
    const scheduledAt = new Date(clock.now() + HOUR)
    const { id } = await sillage.messages.send({ stream: 'receipts', to: 'ada@example.org', scheduledAt })
    expect((await sillage.messages.get(id)).scheduledAt).toBe(scheduledAt.toISOString())
    await clock.advance(HOUR)
    await sillage.sendDue()
    expect(await sillage.messages.get(id)).toMatchObject({ status: 'queued', attempts: 1, scheduledAt: null })
  })

  it('is held back from whoever was erased after they unsubscribed', async () => {
    const { sillage } = await shop()
    await sillage.streams.put('receipts', content)
    await sillage.recipients.unsubscribe('ada@example.org')
    await sillage.recipients.erase('ada@example.org')
    const { status } = await sillage.messages.send({ stream: 'receipts', to: 'ada@example.org' })
    expect(status).toBe('skipped')
  })

  it('belongs to a stream: one of a campaign is not cancelled', async () => {
    const { sillage } = await shop()
    const recipients = [{ email: 'ada@example.org' }]
    const { id: campaignId } = await sillage.campaigns.create({ name: 'n', ...content, recipients })
    const [message] = (await sillage.messages.list({ campaignId })).items
    const cancelled = sillage.messages.cancel(message?.id ?? '')
    await expect(cancelled).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('campaign') })
    expect((await sillage.campaigns.get(campaignId)).queued).toBe(1)
  })
})

describe('content of a message’s own', () => {
  const stream = {
    ...content,
    replyTo: 'Desk <desk@port.example>',
    headers: { 'X-Kind': 'receipt' },
    attachments: [{ filename: 'terms.txt', content: 'the terms' }],
  }
  const toAda = { stream: 'receipts', to: 'ada@example.org' }

  it('takes what it does not bring from its stream, but no file beside other words', async () => {
    const { sillage, sent } = await shop()
    await sillage.streams.put('receipts', stream)
    await sillage.messages.send({ ...toAda, subject: 'Own line' })
    await sillage.messages.send({ ...toAda, html: '<p>Own words</p>', headers: { 'X-Own': '1' } })
    const [line = '', words = ''] = (await sent()).toSorted((a) => (a.includes('Own line') ? -1 : 1))
    for (const mail of [line, words]) {
      expect(mail).toContain('Reply-To: Desk <desk@port.example>')
      expect(mail).toContain('X-Kind: receipt')
    }
    expect(line).toContain('terms.txt')
    expect(words).toContain('X-Own: 1')
    expect(words).not.toContain('terms.txt')
    expect(words).not.toContain('X-Own: receipt')
  })

  it('of a template has the subject of the template', async () => {
    const { sillage, sent } = await shop()
    await sillage.templates.put('thanks', { name: 'T', subject: 'Thank you', html: '<p>thanks</p>' })
    await sillage.streams.put('receipts', { ...stream, preheader: 'of the stream' })
    await sillage.messages.send({ ...toAda, template: 'thanks' })
    const [mail = ''] = await sent()
    expect(mail).toContain('Subject: Thank you')
    expect(mail).not.toContain('of the stream')
  })

  it('of a tenant’s stream is made with the shared parts of the tenant', async () => {
    const { sillage, sent } = await shop()
    for (const owner of ['a', 'b']) {
      const { templates, streams, messages } = sillage.for(owner)
      await templates.put('foot', { name: 'F', subject: 's', html: `<p>foot of ${owner}</p>` })
      await streams.put('receipts', content)
      await messages.send({ ...toAda, html: '<p>x</p>{{> foot}}' })
    }
    expect((await sent()).map((mail) => /foot of ./.exec(mail)?.[0]).toSorted()).toEqual(['foot of a', 'foot of b'])
  })

  it('is refused with CSS to inline where there is no HTML', async () => {
    const { sillage } = await shop()
    await sillage.streams.put('receipts', stream)
    const sending = sillage.messages.send({ ...toAda, text: 'x', inlineCss: true as never })
    await expect(sending).rejects.toMatchObject({ code: 'invalid_field', field: 'inlineCss' })
  })
})

describe('a stream', () => {
  const defined = defineStream({ key: 'receipts', ...content })

  it('that a program defines is made for each tenant, and once more where that failed', async () => {
    const store = memoryStore()
    const { create } = store.streams
    let puts = 0
    store.streams.create = (stream) => {
      puts++
      return puts === 1 ? Promise.reject(new Error('away')) : create(stream)
    }
    const { sillage } = await shop({ store })
    const send = (owner: string) => sillage.for(owner).messages.send({ stream: defined, to: 'ada@example.org' })
    await expect(send('a')).rejects.toThrow('away')
    for (const owner of ['a', 'b', 'a']) expect((await send(owner)).created).toBe(true)
    expect(puts).toBe(3)
    for (const owner of ['a', 'b']) expect((await sillage.for(owner).streams.get('receipts')).revision).toBe(1)
  })

  it('of transactional mails measures nothing unless it is said, and knows no hours', async () => {
    const { sillage } = await shop()
    const put = (key: string, input: object) => sillage.streams.put(key, { ...content, transactional: true, ...input })
    const off = { opens: false, clicks: false, readTime: false }
    expect((await put('a', {})).tracking).toMatchObject(off)
    expect((await put('b', { tracking: { clicks: true } })).tracking).toMatchObject({ ...off, clicks: true })
    const hours = { from: '09:00', to: '17:00', timeZone: 'Europe/Paris' }
    await expect(put('c', { hours })).rejects.toMatchObject({ code: 'invalid_field', field: 'hours' })
    await expect(put('d', { transport: 'none' })).rejects.toMatchObject({ code: 'invalid_field', field: 'transport' })
  })

  it('is put with a revision only where it is there, and keeps it where nothing changes', async () => {
    const { sillage } = await shop()
    const missing = sillage.streams.put('receipts', { ...content, ifRevision: 1 })
    await expect(missing).rejects.toMatchObject({ code: 'not_found' })
    const put = (input: object = {}) => sillage.streams.put('receipts', { ...content, ...input })
    expect([(await put()).revision, (await put()).revision, (await put({ ifRevision: 1 })).revision]).toEqual([1, 1, 1])
    expect((await put({ ifRevision: 1, name: 'Other' })).revision).toBe(2)
    await expect(put({ ifRevision: 1, name: 'Third' })).rejects.toMatchObject({ code: 'edit_conflict' })
  })

  it('keeps HTML that was stored as it is through other changes', async () => {
    const { sillage } = await shop()
    await sillage.templates.put('foot', { name: 'F', subject: 's', html: '<p>old</p>' })
    await sillage.streams.put('receipts', { ...content, html: '<p>x</p>{{> foot}}' })
    await sillage.templates.put('foot', { name: 'F', subject: 's', html: '<p>new {{> foot}}</p>' })
    const { html } = await sillage.streams.update('receipts', { name: 'Other' })
    expect(html).toBe('<p>x</p><p>old</p>')
  })
})
