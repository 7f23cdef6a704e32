import { Liquid } from 'liquidjs'
import { simpleParser } from 'mailparser'
import { expect, it, onTestFinished } from 'vitest'
import { button, document, field, paragraph } from '../../src/document/index.ts'
import { createSillage, defineStream, memoryStore, type TemplateEngine } from '../../src/index.ts'
import { fakeClock, recordingTransport } from '../../src/testing/index.ts'

const liquid = new Liquid({ outputEscape: 'escape' })
/** Reads no section of the house's engine: what of it stays in a mail was not compiled by that. */
const templateEngine: TemplateEngine = {
  compile(source) {
    const template = liquid.parse(source)
    return { fields: [], render: (data) => String(liquid.renderSync(template, data)) }
  },
}

async function shop(engine?: TemplateEngine) {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const from = 'Shop <shop@port.example>'
  const content = engine === undefined ? {} : { templateEngine: engine }
  const sillage = createSillage({
    store: memoryStore(),
    transport,
    clock,
    from,
    baseUrl: 'https://mail.example',
    content,
  })
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  const send = async (message: object) => {
    await sillage.messages.send({ stream: 'receipts', to: { email: 'zoe@example.net', name: 'Zoe' }, ...message })
    await sillage.sendDue()
    return simpleParser(transport.sends.at(-1)?.raw ?? '')
  }
  return { sillage, send }
}

const thanks = document([paragraph('Thank you, ', field('name', 'there'), '.')], { preheader: 'Your order' })
const sorry = document([paragraph('Sorry, ', field('name', 'there'), '.'), button('Again', 'https://shop.example/')])

it('a stream is made of a document, keeps it through other changes, and loses it for HTML', async () => {
  const { sillage, send } = await shop()
  const put = () => sillage.streams.put('receipts', { subject: 'Receipt', document: thanks })
  const made = await put()
  expect(made).toMatchObject({ document: thanks, preheader: 'Your order', created: true, revision: 1 })
  expect(made.html).toContain('Thank you, {{name}}{{^name}}there{{/name}}.')
  expect(await put()).toMatchObject({ created: false, revision: 1 })
  const first = await send({})
  expect([first.html, first.text]).toEqual([
    expect.stringContaining('Thank you, Zoe.'),
    expect.stringContaining('Thank you, Zoe.'),
  ])

  const update = (patch: object) => sillage.streams.update('receipts', patch)
  expect(await update({ name: 'Other' })).toMatchObject({ document: thanks, html: made.html, revision: 2 })
  expect((await send({})).html).toContain('Thank you, Zoe.')
  expect(await update({ document: sorry })).toMatchObject({
    document: sorry,
    preheader: 'Your order',
    templateId: null,
  })
  expect((await send({})).html).toContain('Sorry, Zoe.')
  const { key } = await sillage.templates.create({ key: 'thanks', name: 'T', subject: 'T', document: thanks })
  expect(await update({ template: key ?? '' })).toMatchObject({ document: thanks, preheader: 'Your order' })
  const refused = { code: 'invalid_field', field: 'document' }
  await expect(update({ document: null })).rejects.toMatchObject(refused)
  await expect(update({ document: sorry, html: '<p>x</p>' })).rejects.toMatchObject(refused)
  const wrong = { ...thanks, content: [{ type: 'script' }, ...thanks.content] }
  await expect(update({ document: wrong })).rejects.toMatchObject({
    code: 'invalid_field',
    field: /^document\.content/,
  })
  expect(await update({ html: '<p>{{name}}</p>', text: null })).toMatchObject({ document: null, text: null })
  expect((await send({})).html).toContain('<p>Zoe</p>')
  await put()
  expect(await sillage.streams.put('receipts', { name: 'None' })).toMatchObject({ document: null, html: null })
  await expect(send({})).rejects.toMatchObject({ code: 'missing_content' })
})

it('a message brings a document of its own, compiled by the engine of the house whatever that of the host is', async () => {
  const { sillage, send } = await shop(templateEngine)
  await sillage.streams.put('receipts', {
    subject: 'Receipt',
    html: '<p>{{ name | upcase }}</p>',
    preheader: 'Of the stream',
  })
  const own = await send({ document: thanks })
  expect(own.subject).toBe('Receipt')
  expect(own.html).toContain('Thank you, Zoe.')
  expect(own.html).toContain('Your order')
  expect(own.html).not.toContain('{{')
  expect((await send({ document: sorry })).html).toContain('Of the stream')
  await expect(send({ document: sorry, html: '<p>x</p>' })).rejects.toMatchObject({ field: 'document' })

  // Of a stream that is made of a document, what a message says itself is for the host's engine.
  await sillage.streams.put('receipts', { subject: 'Receipt', document: sorry })
  expect((await send({ html: '<p>{{ name | upcase }}</p>' })).html).toContain('<p>ZOE</p>')
  expect((await send({ subject: 'Other' })).html).toContain('Sorry, Zoe.')
  await sillage.templates.create({ key: 'thanks', name: 'T', subject: 'T', document: thanks })
  expect((await send({ template: 'thanks' })).html).toContain('Thank you, Zoe.')
})

it('a stream in code is made of a document', async () => {
  const { sillage, send } = await shop()
  const receipts = defineStream<{ order: string }>({ key: 'receipts', subject: 'Order {{order}}', document: thanks })
  const mail = await send({ stream: receipts, data: { order: 'A-1007' } })
  expect([mail.subject, mail.html]).toEqual(['Order A-1007', expect.stringContaining('Thank you, Zoe.')])
  expect((await sillage.streams.get('receipts')).document).toEqual(thanks)
})
