import { Liquid } from 'liquidjs'
import { simpleParser } from 'mailparser'
import { expect, it, onTestFinished } from 'vitest'
import { regionDocument, takeSource } from '../../../src/document/index.ts'
import { createSillage, memoryStore, type TemplateEngine } from '../../../src/index.ts'
import { fakeClock, recordingTransport } from '../../../src/testing/index.ts'
import { compile, input, urls } from '../../compiled.ts'

const liquid = new Liquid({ outputEscape: 'escape' })
const templateEngine: TemplateEngine = {
  compile(source) {
    const template = liquid.parse(source)
    return { fields: [], render: (data) => String(liquid.renderSync(template, data)) }
  },
}

function installation(engine?: TemplateEngine) {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const sillage = createSillage({
    store: memoryStore(),
    transport,
    clock,
    from: 'desk@port.example',
    baseUrl: 'https://mail.example',
    content: engine === undefined ? {} : { templateEngine: engine },
  })
  onTestFinished(() => sillage.close())
  const sentHtml = async () => {
    await clock.advance(5_000)
    return String((await simpleParser(transport.sends.at(-1)?.raw ?? '')).html)
  }
  return { sillage, sentHtml }
}

const words = (text: string) => ({ content: [{ type: 'text' as const, text }] })
const source =
  '<h1 data-edit="title" style="color:red">Old</h1><p>Dear {{name}}, <a data-edit="go" href="https://port.example/">go</a>.</p><p><a href="{{unsubscribeUrl}}">out</a></p>'
const document = regionDocument(source, {
  title: words('New & {{old}}'),
  go: { ...words('Come'), href: 'https://port.example/new?of={{name}}' },
})
const recipients = [{ email: 'zoe@example.net', name: 'Zoe' }]

it.each([
  ['the house', undefined],
  ['the host', templateEngine],
])('is compiled by the engine of %s, and sent as it was filled', async (_, engine) => {
  const { sillage, sentHtml } = installation(engine)
  await sillage.start()
  const own =
    engine === undefined ? '{{#name}}<i>{{name}}</i>{{/name}}' : '{% if name %}<i>{{ name | upcase }}</i>{% endif %}'
  const whole = { ...document, source: source + own }
  const campaign = await sillage.campaigns.create({ name: 'n', subject: 'S', document: whole, recipients })
  expect(campaign).toMatchObject({ document: whole, text: null, warnings: [] })
  expect(campaign.html).not.toContain('data-edit')
  const mail = await sentHtml()
  expect(mail).toContain('<h1 style="color:red">New &amp; &#123;&#123;old&#125;&#125;</h1><p>Dear Zoe, ')
  expect(mail).toContain('>Come</a>')
  expect(mail).toContain(engine === undefined ? '<i>Zoe</i>' : '<i>ZOE</i>')
  expect(mail).not.toContain('port.example/"')
})

const fallback = (name: string) => ({ content: [{ type: 'field' as const, attrs: { name, fallback: 'there' } }] })

it('a field has its fallback whatever the engine; one that cannot read it beside its own tags says so', async () => {
  const { sillage, sentHtml } = installation(templateEngine)
  await sillage.start()
  const filled = regionDocument('<p data-edit="hello">Hello</p><p>{{ city }}</p>', { hello: fallback('nickname') })
  await sillage.campaigns.create({ name: 'n', subject: 'S', document: filled, recipients })
  expect(await sentHtml()).toContain('<p>there</p><p></p>')

  const own = { ...filled, source: `${filled.source}{% if name %}<i>{{ name | upcase }}</i>{% endif %}` }
  const refused = {
    code: 'invalid_field',
    field: 'document.values.hello',
    message: expect.stringMatching(/leave it out/),
  }
  await expect(sillage.campaigns.create({ name: 'n', subject: 'S', document: own, recipients })).rejects.toMatchObject(
    refused,
  )
  await expect(sillage.templates.create({ name: 'n', subject: 'S', document: own })).rejects.toMatchObject(refused)
  const bare = regionDocument(own.source, { hello: { content: [{ type: 'field', attrs: { name: 'name' } }] } })
  await sillage.campaigns.create({ name: 'n', subject: 'S', document: bare, recipients })
  expect(await sentHtml()).toContain('<p>Zoe</p><p></p><i>ZOE</i>')

  const house = installation().sillage
  const sections = { ...filled, source: `${filled.source}{{#name}}<i>{{name}}</i>{{/name}}` }
  expect((await house.campaigns.preview({ document: sections, data: { name: 'Zoe' } })).html).toContain('<p>there</p>')
})

it('both ways of composing make the same of it', async () => {
  const { sillage } = installation()
  const { html } = await sillage.campaigns.create({ name: 'n', subject: 'S', document, recipients, start: false })
  const mails = (['auto', 'general'] as const).map(async (path) => {
    const compiled = compile({ html, text: undefined }, { path })
    const composer = compiled.bind({ linkIds: compiled.links.map((_, at) => 100 + at), urls, campaignId: 5 })
    const { raw } = await composer.compose({ ...input, data: { name: 'Zoe' } })
    const { html: written, text } = await simpleParser(Buffer.from(raw))
    return { html: String(written), text }
  })
  const [spliced, general] = await Promise.all(mails)
  expect(spliced).toEqual(general)
  expect(spliced?.html).toContain('Dear Zoe')
})

it('a preview, a test and a check have the words of the author, and say what is wrong with them', async () => {
  const { sillage, sentHtml } = installation()
  const wrong = { ...document, values: { ...document.values, gone: words('x') } }
  const preview = await sillage.campaigns.preview({ document: wrong, data: { name: 'Zoe' } })
  expect(preview.html).toContain('New &amp; &#123;&#123;old&#125;&#125;</h1><p>Dear Zoe')
  expect(preview.text).toContain('New & {{old}}')
  expect(preview.warnings).toMatchObject([{ code: 'unknown_place', subject: 'gone' }])
  await sillage.campaigns.sendTest({ to: 'zoe@example.net', subject: 'S', document, data: { name: 'Zoe' } })
  expect(await sentHtml()).toContain('New &amp; &#123;&#123;old&#125;&#125;</h1><p>Dear ')
  const { findings } = await sillage.campaigns.check({ subject: 'S', document: wrong })
  expect(findings.filter(({ code }) => code === 'unknown_place')).toMatchObject([{ level: 'warning', subject: 'gone' }])
})

it('a template that changes later changes no campaign, until its new version is taken', async () => {
  const { sillage } = installation()
  const { id, html } = await sillage.templates.create({ name: 'T', subject: 'S', document })
  expect(html).toContain('New &amp; ')
  const made = await sillage.campaigns.create({ name: 'n', template: id, recipients, start: false })
  expect([made.html, made.document, made.templateId]).toEqual([html, document, id])
  const later = await sillage.templates.update(id, { html: source.replace('color:red', 'color:blue') })
  expect(later.document).toBeNull()
  expect((await sillage.campaigns.update(made.id, { name: 'Other' })).html).toBe(html)
  const { document: taken } = takeSource(document, later.html)
  const anew = await sillage.campaigns.update(made.id, { document: taken })
  expect(anew.html).toBe(html.replace('color:red', 'color:blue'))
})

it('shared parts stand in its HTML, and none in what was typed', async () => {
  const { sillage } = installation()
  await sillage.templates.create({ key: 'foot', name: 'F', subject: 'S', html: '<i>foot</i>' })
  const own = regionDocument('<p data-edit="a">x</p>{{> foot}}', { a: words('{{> foot}}') })
  const made = await sillage.campaigns.create({ name: 'n', subject: 'S', document: own, recipients, start: false })
  expect(made.html).toBe('<p>&#123;&#123;&gt; foot&#125;&#125;</p><i>foot</i>')
  const renamed = await sillage.campaigns.update(made.id, { name: 'Other' })
  expect([renamed.html, renamed.document]).toEqual([made.html, own])
})

it('a designer’s HTML that the engine cannot read is refused before anything is stored', async () => {
  const { sillage } = installation()
  const broken = regionDocument('<p>{{#a}}</p>')
  await expect(sillage.templates.create({ name: 'T', subject: 'S', document: broken })).rejects.toMatchObject({
    code: 'invalid_template',
  })
  expect((await sillage.templates.list()).items).toEqual([])
})
