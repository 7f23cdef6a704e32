import { expect, it, onTestFinished } from 'vitest'
import { button, document, field, paragraph } from '../../src/document/index.ts'
import { createHttpApp } from '../../src/http/index.ts'
import { type Brand, createSillage, defineBrand, memoryStore, type TemplateEngine } from '../../src/index.ts'
import { fakeClock, recordingTransport } from '../../src/testing/index.ts'

/** An engine of the host, whose fields are `[name]`. */
const squares: TemplateEngine = {
  compile: (source) => ({
    fields: [],
    render: (data) => source.replace(/\[(\w+)\]/g, (_, name) => String(data[name])),
  }),
}
const welcome = document([
  paragraph('Hello ', field('name', 'there'), ' [name]'),
  button('See', 'https://port.example/?of={{code}}'),
])
const recipients = [{ email: 'zoe@example.net', name: 'Zoé', data: { code: 'a b' } }]

function installation() {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const brand: { now: Brand } = { now: defineBrand({ light: { button: '#111111' } }) }
  const sillage = createSillage({
    store: memoryStore(),
    transport,
    clock,
    from: 'desk@port.example',
    baseUrl: 'http://mail.example',
    content: { templateEngine: squares, brand: () => brand.now },
  })
  onTestFinished(() => sillage.close())
  const sentHtml = async () => {
    await clock.advance(5_000)
    return (transport.sends.at(-1)?.raw.toString() ?? '').replace(/=\r\n/g, '').replaceAll('=3D', '=')
  }
  return { sillage, brand, sentHtml }
}

it('is compiled by the engine of the house whatever the installation has, and its links lead where they should', async () => {
  const { sillage, sentHtml } = installation()
  await sillage.start()
  await sillage.campaigns.create({ name: 'n', subject: 'For {{name}}', document: welcome, recipients })
  const mail = await sentHtml()
  expect(mail).toMatch(/Subject: =\?|Subject: For Zo/)
  expect(mail).toContain('Hello Zo=C3=A9 [name]')
  const token = /track\/click\/([0-9a-z]{26})/.exec(mail)?.[1] ?? ''
  const app = createHttpApp(sillage)
  const route = app.routes.find(({ id }) => id === 'click')
  if (route === undefined) throw new Error('click')
  const request = { method: 'GET', params: { token }, query: '', headers: {}, remoteAddress: '127.0.0.1' }
  const answer = await app.respond(route, { ...request, body: undefined }, { url: '/', raw: undefined })
  expect(answer).toMatchObject({ status: 302, headers: { location: 'https://port.example/?of=a%20b' } })

  await sillage.campaigns.create({ name: 'n', subject: 'For [name]', html: '<p>Hi [name] {{name}}</p>', recipients })
  expect(await sentHtml()).toContain('<p>Hi Zo=C3=A9 {{name}}</p>')
})

it('a template is rendered anew with the brand of the moment, and a campaign that was made stays as it is', async () => {
  const { sillage, brand } = installation()
  const template = await sillage.templates.create({ key: 'welcome', name: 'T', subject: 'S', document: welcome })
  const before = await sillage.campaigns.create({ name: 'n', template: 'welcome', recipients, start: false })
  expect([template.html, before.html].map((html) => html.includes('#111111'))).toEqual([true, true])
  brand.now = defineBrand({ light: { button: '#222222' } })
  const after = await sillage.campaigns.create({ name: 'n', template: 'welcome', recipients, start: false })
  expect(after.html).toContain('#222222')
  expect((await sillage.campaigns.update(before.id, { name: 'Other' })).html).toBe(before.html)
  const repeated = await sillage.campaigns.update(before.id, { document: welcome })
  expect(repeated.html).toBe(after.html)
})

it('a test and a preview have the brand of the tenant', async () => {
  const { sillage, sentHtml } = installation()
  const acme = sillage.for('acme')
  expect((await acme.campaigns.preview({ document: welcome })).html).toContain('#111111')
  await acme.campaigns.sendTest({ to: 'zoe@example.net', subject: 'S', document: welcome, data: { code: 'x' } })
  expect(await sentHtml()).toMatch(/Hello there \[name\][\s\S]*#111111[\s\S]*of=x/)
})
