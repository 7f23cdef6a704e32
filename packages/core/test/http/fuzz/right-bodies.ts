import fc from 'fast-check'
import { unheard } from '../../unheard.ts'

const email = fc.nat(100_000).map((n) => `n${n}@example.org`)
const html = fc.constantFrom(
  '<p>Hi {{name}} <a href="https://shop.example/{{a}}">x</a></p>',
  '<a href="/relative">{{#a}}x{{/a}}</a>',
)
/** In place of HTML. */
const document = fc.constantFrom({
  version: 1,
  kind: 'blocks',
  content: [
    { type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'Hi', marks: [{ type: 'em' }] }] },
    { type: 'button', attrs: { href: 'https://shop.example/' }, content: [{ type: 'field', attrs: { name: 'a' } }] },
    { type: 'footer', content: [{ type: 'paragraph' }] },
  ],
})
const content = { subject: fc.constantFrom('Hello {{name}}', 'News'), preheader: fc.constant('{{name}}'), html }
const list = fc.array(fc.record({ email, name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }) }), {
  minLength: 1,
  maxLength: 3,
})
const attachments = fc.constantFrom(
  [],
  [{ filename: 'a.pdf', base64: 'YQ==' }],
  [{ filename: 'é.png', content: 'a', cid: 'x' }],
  [{ filename: 'a', attachment: '1' }],
)
const template = fc.oneof(
  fc.record({ name: fc.constant('T'), ...content }),
  fc.record({ name: fc.constant('T'), subject: content.subject, document }),
)

/** Bodies that are taken, by route: from here a request is spoilt one field at a time. */
export const rightBodies: Readonly<Record<string, fc.Arbitrary<object>>> = {
  createCampaign: fc.record({
    name: fc.constant('N'),
    ...content,
    recipients: list,
    start: fc.boolean(),
  }),
  updateCampaign: fc.oneof(
    fc.record({ name: fc.constant('Other') }),
    fc.record({ delayMs: fc.nat(1_000), ifRevision: fc.constantFrom(1, 2, 3) }),
    fc.record({ recipients: list }),
    fc.record({ document }),
  ),
  controlCampaign: fc.record({ include: fc.constantFrom(['failed'], ['failed', 'unknown']) }),
  sendTest: fc.record({ to: fc.constant('me@example.org'), ...content, attachments }),
  listPeople: fc.record({
    where: fc.constantFrom({}, { q: 'a' }, { not: { opened: { last: 2 } } }),
    limit: fc.constant(1),
  }),
  countRecipients: fc.record(
    {
      contactIds: fc.array(fc.constant('1'), { maxLength: 2 }),
      people: list,
      except: fc.array(fc.constant('a@example.org'), { maxLength: 2 }),
      where: fc.constantFrom(
        {},
        { q: 'a' },
        { tag: 't', not: { opened: { last: 2 } } },
        { clicked: { campaignId: '1' } },
      ),
    },
    { requiredKeys: [] },
  ),
  previewContent: fc.oneof(
    fc.record({ ...content, data: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }) }),
    fc.record({ document }),
  ),
  checkContent: fc.record(
    {
      ...content,
      attachments,
      data: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }),
      recipients: fc.constantFrom({}, { where: { tag: 't' } }),
    },
    { requiredKeys: [] },
  ),
  putStream: fc.record({ name: fc.constant('S'), ...content, attachments }, { requiredKeys: [] }),
  updateStream: fc.oneof(
    fc.record({ name: fc.constant('Other') }),
    fc.record({ topic: fc.constantFrom('news', null) }),
    fc.record({ document }),
  ),
  controlStream: fc.constantFrom({}, { include: ['failed'] }),
  sendMessage: fc.oneof(
    fc.record({ to: email, ...content, data: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }) }),
    fc.record({ to: email, subject: content.subject, document }),
  ),
  trackMessage: fc.record({ to: email, html, subject: content.subject, keep: fc.boolean() }),
  createTemplate: template,
  putTemplate: template,
  updateTemplate: fc.record({ subject: fc.constant('Other'), ifRevision: fc.constantFrom(1, 2, 3) }),
  createContact: fc.record({ email, company: fc.constantFrom('Port', 'Quai'), tags: fc.constant(['a']) }),
  updateContact: fc.oneof(fc.record({ email }), fc.record({ company: fc.constantFrom('Port', null) })),
  putSetting: fc.oneof(
    fc.record({
      value: fc.constantFrom([], [{ key: 'news', name: 'News' }], [{ key: 'a', name: { en: 'A', fr: 'B' } }]),
    }),
    fc.record({ value: fc.constantFrom([{ email: 'hello@port.example', name: 'Port' }]) }),
    fc.record({ value: fc.constantFrom(null, { radius: 3 }, { light: { button: '#123456' }, logo: null }) }),
  ),
  createSuppression: fc.record({ email }),
  createWebhook: fc.record({
    url: fc.constant(unheard),
    events: fc.constantFrom(['*'], ['message.sent', 'message.clicked']),
    machines: fc.boolean(),
  }),
  updateWebhook: fc.oneof(fc.record({ enabled: fc.boolean() }), fc.record({ description: fc.constantFrom('d', null) })),
  testWebhook: fc.constant({}),
  redeliver: fc.constant({}),
  rotateWebhookSecret: fc.record({ overlapMs: fc.nat(1_000) }),
  getRecipient: fc.record({ email }),
  unsubscribeRecipient: fc.record({ email, topic: fc.constantFrom('news', 'offers') }),
  resubscribeRecipient: fc.record({ email, topic: fc.constantFrom('news', 'offers') }),
  consentRecipient: fc.record({ email, consent: fc.record({ opens: fc.boolean() }) }),
  exportRecipient: fc.record({ email }),
  eraseRecipient: fc.record({ email }),
}
