import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { compileCampaign, mustacheEngine, type TemplateEngine } from '../src/content/index.ts'
import type { FaultySmtpServer } from '../src/testing/smtp/faulty-smtp-server.ts'
import { createTokenSealer } from '../src/tracking/tokens.ts'
import { createTrackingUrls } from '../src/tracking/tracking-urls.ts'
import { mailInstallation } from './mail-installation.ts'

const mail = { subject: 's', html: '<p>x</p>' }
const content = { name: 'n', ...mail }
const parsed = async (smtp: FaultySmtpServer) =>
  await Promise.all(smtp.received.map((mail) => simpleParser(mail.raw ?? Buffer.alloc(0))))

describe('a header made from the data of each recipient', () => {
  it('names the sender, the address for answers and values of headers', async () => {
    const { sillage, smtp } = await mailInstallation()
    await sillage.campaigns.create({
      ...content,
      from: '{{sales}} at Shop <news@shop.example>',
      replyTo: ['"{{sales}}, Shop" <{{salesEmail}}>', 'team@shop.example'],
      headers: { 'X-Customer': '{{ref}} {{name}}', 'X-Fixed': 'same', 'X-Page': '{{viewUrl}}' },
      recipients: [
        { email: 'ada@example.org', name: 'Ada', data: { sales: 'Zoé', salesEmail: 'zoe@shop.example', ref: 'A-1' } },
        { email: 'bob@example.org', data: { ref: 'B-2' } },
      ],
    })
    await sillage.sendDue()
    const [ada, bob] = await parsed(smtp)
    expect(ada?.from?.value).toEqual([{ name: 'Zoé at Shop', address: 'news@shop.example' }])
    expect(ada?.replyTo?.value).toEqual([
      { name: 'Zoé, Shop', address: 'zoe@shop.example' },
      { name: '', address: 'team@shop.example' },
    ])
    expect([ada?.headers.get('x-customer'), ada?.headers.get('x-fixed')]).toEqual(['A-1 Ada', 'same'])
    expect(ada?.headers.get('x-page')).toMatch(/^http:\/\/mail\.example\/mail\/track\/view\//)
    // What the data does not have is left out.
    expect(bob?.from?.value).toEqual([{ name: 'at Shop', address: 'news@shop.example' }])
    expect(bob?.replyTo?.value).toEqual([{ name: '', address: 'team@shop.example' }])
    expect(bob?.headers.get('x-customer')).toBe('B-2')
    expect(smtp.received.map(({ from }) => from)).toEqual(['news@shop.example', 'news@shop.example'])
  })

  it('takes no line of its own from the data, and none that is too long', async () => {
    const { sillage, smtp } = await mailInstallation()
    const evil = 'x\r\nBcc: all@example.org\r\n\r\nBody'
    await sillage.campaigns.create({
      ...content,
      from: '{{sales}} <news@shop.example>',
      replyTo: '{{sales}} <team@shop.example>',
      headers: { 'X-Customer': '{{ref}}' },
      recipients: [{ email: 'ada@example.org', data: { sales: evil, ref: `${evil}${'é'.repeat(2000)}` } }],
    })
    await sillage.sendDue()
    const [mail] = await parsed(smtp)
    expect([...(mail?.headers.keys() ?? [])]).not.toContain('bcc')
    expect(mail?.from?.value[0]?.name).toMatch(/^x Bcc: all@example\.org Body/)
    expect(mail?.from?.value[0]?.address).toBe('news@shop.example')
    const lines = smtp.received[0]?.raw?.toString('latin1').split('\r\n') ?? []
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(998)
  })

  it('fails the one message whose address for answers is none, not for its recipient', async () => {
    const { sillage, smtp } = await mailInstallation()
    const { id } = await sillage.campaigns.create({
      ...content,
      replyTo: '{{salesEmail}}',
      recipients: [
        { email: 'ada@example.org', data: { salesEmail: 'not an address' } },
        { email: 'bob@example.org', data: { salesEmail: 'zoe@shop.example' } },
      ],
    })
    await sillage.sendDue()
    const { items } = await sillage.messages.list({ campaignId: id })
    expect(items.map(({ email, status, error }) => [email, status, error?.kind])).toEqual([
      ['ada@example.org', 'failed', 'compose'],
      ['bob@example.org', 'sent', undefined],
    ])
    expect(smtp.received).toHaveLength(1)
  })

  it.each([
    [{ from: 'Shop <{{sender}}>' }, 'invalid_address', 'from'],
    [{ from: { email: '{{sender}}', name: 'Shop' } }, 'invalid_address', 'from'],
    [{ replyTo: '{{name}} <nobody>' }, 'invalid_address', 'replyTo'],
    [{ from: '{{#a}} <news@shop.example>' }, 'invalid_template', 'from'],
    [{ headers: { 'X-A': '{{#a}}' } }, 'invalid_template', 'headers'],
  ])('%j is refused before anything is stored', async (headed, code, field) => {
    const { sillage } = await mailInstallation()
    const creating = sillage.campaigns.create({ ...content, ...headed, recipients: [{ email: 'ada@example.org' }] })
    await expect(creating).rejects.toMatchObject({ code, field })
  })

  it('is kept as it was given, and says which fields it needs', async () => {
    const { sillage } = await mailInstallation()
    const given = { from: '{{sales}} <news@shop.example>', replyTo: ['{{sales}} <{{salesEmail}}>'] }
    const campaign = await sillage.campaigns.create({ ...content, ...given, start: false })
    expect(campaign).toMatchObject(given)
    const copy = await sillage.campaigns.update(campaign.id, { from: campaign.from, replyTo: campaign.replyTo })
    expect(copy).toMatchObject(given)
    const { fields } = compileCampaign({
      ...mail,
      from: { name: '{{sales}}', address: 'news@shop.example' },
      replyTo: [{ address: '{{salesEmail}}' }],
      headers: { 'X-Ref': '{{ref}} {{viewUrl}}' },
    })
    expect(fields).toEqual(['sales', 'salesEmail', 'ref'])
  })
})

it('is the same by each way of composing', async () => {
  const urls = createTrackingUrls({
    baseUrl: 'https://mail.example',
    sealer: createTokenSealer(['a secret for these tests']),
  })
  const opaque: TemplateEngine = {
    compile: (source, mode) => {
      const { fields, render } = mustacheEngine().compile(source, mode)
      return { fields, render: async (data) => await render(data) }
    },
  }
  const seen = async (options: object) => {
    const compiled = compileCampaign(
      {
        ...mail,
        from: { name: '{{#vip}}Your {{/vip}}{{sales}}', address: 'news@shop.example' },
        replyTo: [{ name: '{{sales}}', address: '{{salesEmail}}' }],
        headers: { 'X-Ref': '{{ref}}', 'X-Both': '{{ref}} {{viewUrl}}', 'X-List': '{{#tags}}{{.}} {{/tags}}' },
      },
      options,
    )
    const { raw } = await compiled.bind({ linkIds: [], urls, campaignId: 1 }).compose({
      messageId: 1,
      rfcMessageId: '1.a@shop.example',
      to: { address: 'ada@example.org' },
      data: { sales: 'Zoé', salesEmail: 'zoe@shop.example', ref: 'é 1', vip: true, tags: ['a', 'b'] },
      date: new Date(0),
      tracking: { opens: false, clicks: false, readTime: false },
    })
    const { from, replyTo, headers } = await simpleParser(Buffer.from(raw))
    return [from?.value, replyTo?.value, ...['x-ref', 'x-both', 'x-list'].map((name) => headers.get(name))]
  }
  const spliced = await seen({})
  expect(spliced.slice(0, 3)).toEqual([
    [{ name: 'Your Zoé', address: 'news@shop.example' }],
    [{ name: 'Zoé', address: 'zoe@shop.example' }],
    // mailparser decodes no header that it does not know.
    '=?UTF-8?B?w6kgMQ==?=',
  ])
  expect(spliced[4]).toBe('a b')
  expect(await seen({ path: 'general' })).toEqual(spliced)
  expect(await seen({ engine: opaque })).toEqual(spliced)
})

it('leaves a preview alone whose data makes no address for answers', async () => {
  const { sillage } = await mailInstallation()
  const preview = await sillage.campaigns.preview({ ...mail, html: '<p>{{name}}</p>', replyTo: '{{salesEmail}}' })
  expect(preview.html).toBe('<p>{name}</p>')
})
