import { afterEach, describe, expect, it } from 'vitest'
import type { Content, Sillage } from '../src/index.ts'
import { createSillage, memoryStore } from '../src/index.ts'

const opened: Sillage[] = []
afterEach(async () => {
  for (const sillage of opened.splice(0)) await sillage.close()
})

function installation() {
  const baseUrl = 'https://mail.example'
  const sillage = createSillage({ store: memoryStore(), baseUrl, from: 'shop@shop.example' })
  opened.push(sillage)
  const put = (key: string, html: string, text?: string) =>
    sillage.templates.put(key, { name: key, subject: 's', html, ...(text === undefined ? {} : { text }) })
  const create = (content: Content) =>
    sillage.campaigns.create({
      name: 'n',
      subject: 's',
      ...content,
      recipients: [{ email: 'zoe@x.example', data: { vip: true } }],
      start: false,
    })
  return { sillage, put, create }
}

describe('a shared part', () => {
  it('is put into the content when a campaign is made, and stays as it was', async () => {
    const { sillage, put, create } = installation()
    await put('footer', '<p>{{> legal}} <a href="{{unsubscribeUrl}}">Out</a></p>', 'Out: {{unsubscribeUrl}}')
    await put('legal', '<b>{{company|Shop}} & Co</b>', 'Shop & Co')
    await put('letter', '<h1>Hi</h1>\n{{#vip}}{{> footer}}{{/vip}}\n{{>footer}}', 'Hi\n{{> footer}}\n-- \n{{>legal}}')
    const footer = '<p><b>{{company|Shop}} & Co</b> <a href="{{unsubscribeUrl}}">Out</a></p>'
    const html = `<h1>Hi</h1>\n{{#vip}}${footer}{{/vip}}\n${footer}`
    const campaign = await create({ template: 'letter' })
    const copied = { html, text: 'Hi\nOut: {{unsubscribeUrl}}\n-- \nShop & Co', warnings: [] }
    expect(campaign).toMatchObject(copied)
    await put('footer', '<p>New</p>', 'New')
    await sillage.campaigns.update(campaign.id, { name: 'other' })
    expect(await sillage.campaigns.get(campaign.id)).toMatchObject(copied)
    expect((await sillage.templates.get('letter')).html).toContain('{{> footer}}')
    const edited = await sillage.campaigns.update(campaign.id, { html: '{{> footer}}' })
    expect(edited.html).toBe('<p>New</p>')
    const preview = await sillage.campaigns.preview({ html: '<h1>{{> legal}}</h1>', data: {} })
    expect([preview.html, preview.fields]).toEqual(['<h1><b>Shop & Co</b></h1>', ['company']])
  })

  it('that there is not is warned of, once with its count, and gives nothing', async () => {
    const { sillage, put, create } = installation()
    const campaign = await create({ html: '<p>a{{> footer}}b{{> footer }}{{> Not a key}}</p>' })
    expect(campaign.html).toBe('<p>a{{> footer}}b{{> footer }}{{> Not a key}}</p>')
    const warned = (warnings: readonly { code: string; subject?: string; count?: number }[]) =>
      warnings.map(({ code, subject, count }) => [code, subject, count])
    expect(warned(campaign.warnings)).toEqual([
      ['unknown_part', 'footer', 2],
      ['unknown_part', 'Not a key', undefined],
    ])
    expect((await sillage.campaigns.preview({ html: campaign.html })).html).toBe('<p>ab</p>')
    const { warnings } = await sillage.campaigns.preview({ subject: '{{> footer}}', html: 'x' })
    expect(warned(warnings)).toEqual([['unknown_part', 'footer', undefined]])
    await put('footer', '!')
    // What is stored is what was checked: another field's change does not bring a part in.
    expect(await sillage.campaigns.update(campaign.id, { delayMs: 5 })).toMatchObject({ html: campaign.html })
    expect((await sillage.campaigns.update(campaign.id, { html: campaign.html })).html).toBe(
      '<p>a!b!{{> Not a key}}</p>',
    )
  })

  it("is the owner's own", async () => {
    const { sillage, create } = installation()
    const html = '{{> footer}}'
    const [acme, umbrella] = [sillage.for('acme'), sillage.for('umbrella')]
    await acme.templates.put('footer', { name: 'f', subject: 's', html: '<p>acme</p>' })
    const shown = async ({ campaigns }: Pick<Sillage, 'campaigns'>) => (await campaigns.preview({ html })).html
    expect(await Promise.all([shown(acme), shown(umbrella), shown(sillage)])).toEqual(['<p>acme</p>', '', ''])
    const made = await acme.campaigns.create({ name: 'n', subject: 's', html: 'x', recipients: [], start: false })
    // Whoever sees all tenants changes a campaign as its owner would.
    expect((await sillage.campaigns.update(made.id, { html })).html).toBe('<p>acme</p>')
    expect((await create({ html })).html).toBe(html)
  })

  it.each<[string, Record<string, string>, RegExp]>([
    ['hold each other', { a: '{{> b}}', b: 'x{{> c}}', c: '{{#s}}{{> a}}{{/s}}' }, /a → b → c → a hold each other/],
    ['hold themselves', { a: '{{> a}}' }, /a → a hold each other/],
    [
      'stand too deep',
      { a: '{{> b}}', b: '{{> c}}', c: '{{> d}}', d: '{{> e}}', e: '{{> f}}', f: 'x' },
      /more than 5 deep in a → b → c → d → e → f/,
    ],
    ['change the signs of tags', { a: '{{=<% %>=}}{{> b}}<%> b%>', b: 'x' }, /signs of tags/],
  ])('is refused where parts %s', async (_, parts, words) => {
    const { sillage, put } = installation()
    for (const [key, html] of Object.entries(parts)) await put(key, html)
    const error = { code: 'invalid_template', field: 'html', message: expect.stringMatching(words) }
    await expect(sillage.campaigns.preview({ html: '<p>{{> a}}</p>' })).rejects.toMatchObject(error)
  })

  it('has to be there for a text too, and parts of parts may not grow without bounds', async () => {
    const { sillage, put } = installation()
    await put('footer', '<p>f</p>')
    const error = { code: 'invalid_template', field: 'text', message: expect.stringMatching(/footer has no text/) }
    await expect(sillage.campaigns.preview({ html: 'x', text: '{{> footer}}' })).rejects.toMatchObject(error)
    for (const [key, inner] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
    ] as const)
      await put(key, `{{> ${inner}}}`.repeat(200))
    await put('d', 'x'.repeat(200))
    await expect(sillage.campaigns.preview({ html: '{{> a}}' })).rejects.toMatchObject({ code: 'html_too_large' })
    for (let n = 0; n < 51; n++) await put(`part-${n}`, 'x')
    const many = (count: number) => Array.from({ length: count }, (_, n) => `{{> part-${n}}}`).join('')
    expect((await sillage.campaigns.preview({ html: many(50) })).html).toBe('x'.repeat(50))
    await expect(sillage.campaigns.preview({ html: many(51) })).rejects.toMatchObject({ code: 'invalid_template' })
  })

  it.each(['html', 'text'] as const)(
    'of a %s that is too large is not looked for: its tags are not read',
    async (field) => {
      const { sillage } = installation()
      // Were they read, the tag that is not closed would be reported.
      const content = { html: '<p>x</p>', [field]: '{{'.repeat(600_000) }
      await expect(sillage.campaigns.preview(content)).rejects.toMatchObject({ code: 'html_too_large', field })
    },
  )
})
