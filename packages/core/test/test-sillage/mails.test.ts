import MailComposer from 'nodemailer/lib/mail-composer'
import { expect, it } from 'vitest'
import { originalPaths } from '../../src/domain/tracking-paths.ts'
import { services } from '../../src/http/services.ts'
import { createSillage, memoryStore } from '../../src/index.ts'
import { ownUrls } from '../../src/testing/test-sillage/own-urls.ts'
import { readMail } from '../../src/testing/test-sillage/sent-mail.ts'
import { kit } from './kit.ts'

it('a mail is what a program shows of it, with the destinations of its links', async () => {
  const { mailOf, messages } = await kit({ from: 'Förde Hafen <hello@port.example>' })
  const { id, mail } = await mailOf({ headers: { 'X-Berth': '7' } })
  const [message] = await messages(id)
  expect(mail).toMatchObject({
    messageId: message?.id,
    to: 'ada@example.org',
    from: 'Förde Hafen <hello@port.example>',
    subject: 'Grüße, Ada',
    attachments: [],
  })
  expect(mail.html).toMatch(/^<p>Dear Ada, <a href="https:\/\/mail\.test\/mail\/track\/click\/[a-z0-9]{26}">see <b>it/)
  expect(mail.text).toContain('Dear Ada, see it')
  expect(mail.headers).toMatchObject({
    'x-berth': '7',
    'list-unsubscribe': expect.stringMatching(/^<https:\/\/mail\.test\/mail\/track\/unsubscribe\/[a-z0-9]{26}>$/),
    'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
  })
  expect(mail.links).toEqual([
    { url: 'https://port.example/', text: 'see it' },
    { url: 'https://port.example/p/7', text: 'Your berth' },
    { url: 'https://port.example/rules?a=1&b=2', text: 'the rules' },
    { url: 'https://port.example/raw', text: 'raw' },
    { url: 'mailto:ada@port.example', text: 'Ada' },
    { url: expect.stringMatching(/^https:\/\/mail\.test\/mail\/track\/unsubscribe\//), text: 'leave' },
  ])
})

it('links have the utm parameters that a click leads to', async () => {
  const { click, mailOf } = await kit()
  const { mail } = await mailOf({ tracking: { utm: { source: 'news' } } })
  expect(mail.links[0]?.url).toBe('https://port.example/?utm_source=news')
  expect(await click(mail, /see/)).toEqual({ location: 'https://port.example/?utm_source=news' })
})

it('a mail names its own message among several to one address, and mailTo gives the newest', async () => {
  const { campaign, mailTo, messages, outbox } = await kit()
  const ids = [
    await campaign('ada@example.org', { subject: 'one' }),
    await campaign(['bob@b.example', 'Ada@Example.org']),
  ]
  const newest = await mailTo(' ADA@example.org')
  expect(outbox.at(-1)?.to).toBe('Ada@Example.org')
  const listed = (await Promise.all(ids.map(messages))).flat()
  const idOf = (email: string) => listed.find((message) => message.email === email)?.id
  expect(outbox.map(({ to, messageId }) => [to, messageId])).toEqual(
    ['ada@example.org', 'bob@b.example', 'Ada@Example.org'].map((email) => [email, idOf(email)]),
  )
  expect(newest).toBe(outbox[2])
})

it.each([
  [
    'zoe@example.org',
    'email: expected an address with a mail: ada@example.org, bob@example.org, got "zoe@example.org"',
  ],
  ['nobody', 'email: expected an address such as name@example.org'],
])('mailTo says of %s what there is', async (email, message) => {
  const { campaign, mailTo } = await kit()
  await campaign(['ada@example.org', 'bob@example.org'])
  await mailTo('ada@example.org')
  await expect(mailTo(email)).rejects.toThrow(expect.objectContaining({ message, field: 'email' }))
})

it('mailTo of an empty outbox, and an international domain by either of its spellings', async () => {
  const { campaign, mailTo } = await kit()
  await expect(mailTo('ada@example.org')).rejects.toThrow('there is none yet')
  await campaign('ada@förde.example')
  expect((await mailTo('ada@förde.example')).to).toBe('ada@xn--frde-5qa.example')
  expect((await mailTo('ada@xn--frde-5qa.example')).to).toBe('ada@xn--frde-5qa.example')
})

it('a test mail is in the outbox too: without a message, with the links of its author', async () => {
  const { bounce, click, kit: all, mailTo, open } = await kit()
  await all.sillage.campaigns.sendTest({
    to: 'ada@example.org',
    subject: 's',
    html: '<a href="https://x.example/">x</a>',
  })
  const mail = await mailTo('ada@example.org')
  expect(mail).toMatchObject({ messageId: '', subject: 's', links: [{ url: 'https://x.example/', text: 'x' }] })
  await open(mail)
  expect(await click(mail, /x/)).toEqual({ location: 'https://x.example/' })
  await expect(bounce(mail)).rejects.toThrow('mail: expected a mail of a campaign, got one of sendTest')
  expect(all.sillage.metrics().hits.recorded).toBe(0)
})

it('attachments have their bytes and names; headers that come twice are joined', async () => {
  const sillage = createSillage({
    store: memoryStore(),
    baseUrl: 'https://mail.test',
    secrets: ['a secret of this test'],
  })
  const content = Buffer.from([0, 1, 254, 255, 13, 10])
  const attachments = [
    { filename: 'Größe.bin', content },
    { filename: 'a.txt', content: 'text' },
  ]
  const headers = { 'X-Many': ['one', 'two'] }
  const composer = new MailComposer({ from: 'a@b.example', to: 'c@d.example', text: 'x', attachments, headers })
  const raw = await composer.compile().build()
  const envelope = { from: 'a@b.example', to: 'c@d.example' }
  const { mail } = await readMail({ envelope, raw }, sillage[services], ownUrls('https://mail.test', originalPaths))
  expect(mail.attachments).toEqual([
    { filename: 'Größe.bin', content: new Uint8Array(content) },
    { filename: 'a.txt', content: new TextEncoder().encode('text') },
  ])
  expect(mail).toMatchObject({ from: 'a@b.example', text: 'x\n', html: '', links: [] })
  expect(mail.headers['x-many']).toBe('one, two')
})
