import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { type CompileOptions, compileCampaign, mustacheEngine } from '../src/content/index.ts'
import { sillageFetch } from '../src/http/index.ts'
import { createTokenSealer } from '../src/tracking/tokens.ts'
import { createTrackingUrls } from '../src/tracking/tracking-urls.ts'
import { mailInstallation } from './mail-installation.ts'

const setup = () => mailInstallation({ tracking: { readTime: true } })
const sealer = createTokenSealer(['for these tests only'])
const text = 'Dear {{name}},\n\nsee https://shop.example/a?b=1 <b> & leave: {{unsubscribeUrl}}\n{{viewUrl}}'
const campaign = { name: 'n', subject: 's', text, recipients: [{ email: 'ada@example.org', name: 'Ada' }] }

describe('a mail without HTML', () => {
  it('is one part of plain text, has no pixel, and counts for no opens', async () => {
    const { sillage, smtp } = await setup()
    const { id, html } = await sillage.campaigns.create(campaign)
    expect(html).toBe('')
    await sillage.sendDue()
    const raw = smtp.received[0]?.raw?.toString() ?? ''
    expect(raw).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m)
    expect(raw).not.toMatch(/multipart|text\/html|<img|track\/open/)
    const mail = await simpleParser(raw, { skipTextToHtml: true })
    expect(mail.text).toMatch(/^Dear Ada,\n\nsee https:\/\/shop\.example\/a\?b=1 <b> & leave: http:\/\/mail\.example\//)
    expect(await sillage.campaigns.stats(id)).toMatchObject({ sent: 1, opens: { tracked: 0 }, clicks: { tracked: 0 } })
  })

  it('counts clicks where its links are tracked, and is shown as a page', async () => {
    const { sillage, smtp } = await setup()
    const { id } = await sillage.campaigns.create({ ...campaign, tracking: { text: true } })
    await sillage.sendDue()
    const mail = await simpleParser(smtp.received[0]?.raw ?? '', { skipTextToHtml: true })
    const [click = '', , view = ''] = mail.text?.match(/http:\/\/\S+/g) ?? []
    const answer = sillageFetch(sillage)
    const clicked = await answer(new Request(click))
    expect([clicked.status, clicked.headers.get('location')]).toEqual([302, 'https://shop.example/a?b=1'])
    const page = await (await answer(new Request(view))).text()
    expect(page).toContain(`Dear Ada,\n\nsee <a href="${click}" rel="noreferrer">${click}</a> &lt;b&gt; &amp; leave`)
    expect(await sillage.campaigns.stats(id)).toMatchObject({ opens: { tracked: 0 }, clicks: { tracked: 1 } })
  })

  it('is previewed, tested, kept as a template, and edited into one with HTML and back', async () => {
    const { sillage, smtp } = await setup()
    expect(await sillage.campaigns.preview({ text, subject: 's', data: { name: 'Zoé' } })).toMatchObject({
      html: '',
      text: expect.stringMatching(/^Dear Zoé,/),
    })
    await sillage.campaigns.sendTest({ to: 'me@shop.example', subject: 's', text })
    expect(smtp.received[0]?.raw?.toString()).not.toMatch(/multipart/)
    const { id } = await sillage.templates.create({ name: 't', subject: 's', html: '', text })
    const draft = await sillage.campaigns.create({ name: 'n', template: id, start: false })
    expect(draft).toMatchObject({ html: '', text })
    expect(await sillage.campaigns.update(draft.id, { html: '<p>x</p>' })).toMatchObject({ html: '<p>x</p>', text })
    expect(await sillage.campaigns.update(draft.id, { html: null })).toMatchObject({ html: '', text })
    const refused = { code: 'missing_content' }
    await expect(sillage.campaigns.update(draft.id, { text: null })).rejects.toMatchObject(refused)
    await expect(sillage.campaigns.create({ ...campaign, text: ' \n' })).rejects.toMatchObject(refused)
    await expect(sillage.templates.create({ name: 't', subject: 's', html: '' })).rejects.toMatchObject(refused)
    await expect(sillage.templates.update(id, { text: null })).rejects.toMatchObject(refused)
  })

  it('carries files, each of them to be saved, by each way of composing', async () => {
    const { sillage, smtp } = await setup()
    const attachments = [
      { filename: 'receipt.txt', content: 'paid' },
      { filename: 'logo.png', base64: 'iVBORw0K', cid: 'logo' },
    ]
    await sillage.campaigns.create({ ...campaign, attachments })
    await sillage.sendDue()
    const file = (content: string) => ({ cid: null, size: 4, encoded: () => Buffer.from(content) })
    const general = await compileCampaign(
      {
        ...{ subject: 's', html: '', text: 'Day é.', from: { address: 'news@shop.example' } },
        attachments: [{ ...file('cGFpZA==\r\n'), filename: 'receipt.txt', contentType: 'text/plain' }],
      },
      { path: 'general' },
    )
      .bind({ linkIds: [], urls: createTrackingUrls({ baseUrl: 'https://m.example', sealer }), campaignId: 1 })
      .compose({
        ...{ messageId: 1, rfcMessageId: '1.a@b.c', to: { address: 'ada@example.org' }, data: {}, date: new Date(0) },
        tracking: { opens: false, clicks: false, readTime: false },
      })
    for (const [raw, names] of [
      [smtp.received[0]?.raw ?? Buffer.alloc(0), ['receipt.txt', 'logo.png']],
      [Buffer.from(general.raw), ['receipt.txt']],
    ] as const) {
      const mail = await simpleParser(raw, { skipTextToHtml: true })
      expect(mail.text).toMatch(/^D(?:ear Ada|ay é)/)
      expect(mail.html).toBe(false)
      expect(mail.attachments.map(({ filename }) => filename)).toEqual(names)
      expect(mail.attachments[0]?.content.toString()).toBe('paid')
      expect(raw.toString().split('\r\n\r\n')[0]).toMatch(/Content-Type: multipart\/mixed/)
      expect(raw.toString().split('\r\n\r\n')[0]).not.toMatch(/Transfer-Encoding|text\/plain/)
    }
  })

  it('is the same by each way of composing', async () => {
    const urls = createTrackingUrls({
      baseUrl: 'https://mail.example',
      sealer,
    })
    const seen = async (options: CompileOptions) => {
      const compiled = compileCampaign(
        { subject: 's', html: '', text, from: { address: 'news@shop.example' }, tracking: { text: true } },
        options,
      )
      const composer = compiled.bind({ linkIds: [7], urls, campaignId: 1 })
      const tracking = { opens: true, clicks: true, readTime: false }
      const data = { name: 'Zoé' }
      const [to, date] = [{ address: 'ada@example.org' }, new Date(0)]
      const message = await composer.compose({ messageId: 1, rfcMessageId: '1.a@b.c', to, data, date, tracking })
      const mail = await simpleParser(Buffer.from(message.raw), { skipTextToHtml: true })
      const view = await composer.view({ messageId: 1, data, tracking })
      return [mail.text?.trimEnd(), mail.html, mail.headers.get('content-type'), message.html(), view].map((one) =>
        // Tokens are drawn anew.
        typeof one === 'string' ? one.replace(/[0-9a-z]{26}/g, 'token') : one,
      )
    }
    const spliced = await seen({})
    expect(spliced.slice(1, 4)).toEqual([false, { value: 'text/plain', params: { charset: 'utf-8' } }, ''])
    expect(await seen({ path: 'general' })).toEqual(spliced)
    const opaque = {
      compile: (...given: Parameters<ReturnType<typeof mustacheEngine>['compile']>) => ({
        ...mustacheEngine().compile(...given),
        parts: undefined,
      }),
    }
    expect(await seen({ engine: opaque })).toEqual(spliced)
  })
})
