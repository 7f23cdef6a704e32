import { expect, it } from 'vitest'
import { html, kit } from './kit.ts'

it.each<[string, string | RegExp, string]>([
  ['its destination', 'https://port.example/', 'https://port.example/'],
  ['its destination as the author spelled it', 'https://port.example', 'https://port.example/'],
  ['the destination of its recipient', 'https://port.example/p/7', 'https://port.example/p/7'],
  ['a part of its destination', /rules/, 'https://port.example/rules?a=1&b=2'],
  ['its words', /^see it$/, 'https://port.example/'],
  ['the words of its image', /your berth/i, 'https://port.example/p/7'],
  ['an expression with a memory', Object.assign(/example\/$/g, { lastIndex: 30 }), 'https://port.example/'],
])('a link is clicked by %s', async (_, link, location) => {
  const { click, mailOf, sillage } = await kit()
  const { id, mail } = await mailOf()
  expect(await click(mail, link)).toEqual({ location })
  const { clicks, links } = await sillage.campaigns.stats(id)
  expect(clicks).toEqual({ total: 1, unique: 1, machine: 0, early: 0, tracked: 1 })
  expect(links.filter(({ total }) => total === 1)).toHaveLength(1)
})

it.each<[string | RegExp, RegExp]>([
  [
    /nowhere/,
    /^link: expected one of https:\/\/port\.example\/ \(see it\), .* \(leave\), got \/nowhere\/, .* 0 of them$/,
  ],
  ['https://other.example', /got "https:\/\/other\.example", which matches 0 of them$/],
  [/port\.example/, /got \/port\\\.example\/, which matches 5 of them$/],
])('a click on %s says which links there are', async (link, message) => {
  const { click, mailOf } = await kit()
  const { mail } = await mailOf()
  await expect(click(mail, link)).rejects.toMatchObject({
    code: 'invalid_option',
    field: 'link',
    message: expect.stringMatching(message),
  })
})

it('says of a mail without links that it has none, and clicks one that stands there twice', async () => {
  const { click, mailOf } = await kit()
  const none = await mailOf({ html: '<p>x</p>' })
  await expect(click(none.mail, /x/)).rejects.toThrow('link: expected one of no links at all, got /x/')
  const twice = await mailOf({ html: '<a href="https://x.example/">one</a> <a href="https://x.example/">two</a>' })
  expect(await click(twice.mail, 'https://x.example/')).toEqual({ location: 'https://x.example/' })
})

it('all that one person does counts as a person: opens, and clicks on every link of a mail', async () => {
  const { campaign, click, mailTo, open, sillage } = await kit()
  const id = await campaign(['ada@example.org', 'bob@example.org'])
  for (const email of ['ada@example.org', 'bob@example.org']) {
    const mail = await mailTo(email)
    await open(mail)
    await open(mail)
    for (const link of [/see/, /berth/, /rules/, /see/]) await click(mail, link)
  }
  const { opens, clicks } = await sillage.campaigns.stats(id)
  expect(opens).toEqual({ total: 4, unique: 2, machine: 0, early: 0, tracked: 2 })
  expect(clicks).toEqual({ total: 8, unique: 2, machine: 0, early: 0, tracked: 2 })
  expect(sillage.metrics().hits.verdicts).toEqual({ human: 12, proxy: 0, prefetch: 0, scanner: 0, unknown: 0 })
})

it('a person is slower than the rules of an installation that knows only slow ones', async () => {
  const { click, mailOf, sillage } = await kit({ tracking: { rules: { earlyMs: 60_000, burstWindowMs: 90_000 } } })
  const { mail } = await mailOf()
  for (const link of [/see/, /berth/, /rules/]) await click(mail, link)
  expect(sillage.metrics().hits.verdicts).toMatchObject({ human: 3, unknown: 0, scanner: 0 })
})

it('several people read at once', async () => {
  const { campaign, kit: all, mailTo, sillage } = await kit()
  const people = ['a@example.org', 'b@example.org', 'c@example.org']
  const id = await campaign(people)
  const mails = await Promise.all(people.map((email) => mailTo(email)))
  await Promise.all(mails.map((mail) => all.click(mail, /see/)))
  expect((await sillage.campaigns.stats(id)).clicks).toMatchObject({ total: 3, unique: 3, machine: 0 })
})

it.each<[string, Parameters<Awaited<ReturnType<typeof kit>>['mailOf']>[0]]>([
  ['a campaign that measures nothing', { tracking: { opens: false, clicks: false } }],
  [
    'a person who wants nothing measured',
    { recipients: [{ email: 'ada@example.org', consent: { opens: false, clicks: false } }], html },
  ],
])('%s: links lead on without a hit, and an open loads nothing', async (_, input) => {
  const { click, mailOf, open, sillage } = await kit()
  const { mail } = await mailOf(input)
  expect(await click(mail, /see/)).toEqual({ location: 'https://port.example/' })
  expect(await click(mail, /raw/)).toEqual({ location: 'https://port.example/raw' })
  await open(mail)
  expect(sillage.metrics().hits.recorded).toBe(0)
})

it('a link that all recipients share is followed as well', async () => {
  const { click, mailOf, open, sillage } = await kit()
  const { id, mail } = await mailOf({ tracking: { aggregate: true }, html: '<a href="https://x.example/">x</a>' })
  await open(mail)
  expect(await click(mail, /x/)).toEqual({ location: 'https://x.example/' })
  const { opens, clicks } = await sillage.campaigns.stats(id)
  expect([opens.total, clicks.total]).toEqual([1, 1])
})

it('a page of the library is where its link leads, and opening it changes nothing', async () => {
  const { click, mailOf, suppressed } = await kit()
  const { mail } = await mailOf()
  expect(await click(mail, /leave/)).toEqual({ location: mail.links.at(-1)?.url })
  expect(await suppressed()).toEqual([])
})

it('unsubscribes by the one-click request, also where baseUrl has no path', async () => {
  const { mailOf, sillage, suppressed, unsubscribe } = await kit({ baseUrl: 'https://mail.test' })
  const { id, mail } = await mailOf({ html: '<p>no link to leave by</p>' })
  await unsubscribe(mail)
  expect(await suppressed()).toEqual([['ada@example.org', 'unsubscribe']])
  expect((await sillage.campaigns.stats(id)).unsubscribes).toBe(1)
})

it('unsubscribes by the link in the text where the header has no address for it, else it says so', async () => {
  const { kit: all, mailOf, suppressed, unsubscribe } = await kit()
  const { mail } = await mailOf()
  delete mail.headers['list-unsubscribe-post']
  await unsubscribe(mail)
  expect(await suppressed()).toEqual([['ada@example.org', 'unsubscribe']])
  await all.sillage.campaigns.sendTest({ to: 'bob@example.org', subject: 's', html: '<p>x</p>' })
  const test = await all.mailTo('bob@example.org')
  await unsubscribe(test)
  expect(await suppressed()).toEqual([['ada@example.org', 'unsubscribe']])
  delete test.headers['list-unsubscribe']
  await expect(unsubscribe(test)).rejects.toThrow('mail: expected a mail with a List-Unsubscribe header')
})

it('of a mail whose campaign is gone, links and pages are errors, and unsubscribing works', async () => {
  const { click, mailOf, sillage, unsubscribe } = await kit()
  const { id, mail } = await mailOf({ html: '<a href="{{viewUrl}}">view</a>' })
  await sillage.campaigns.delete(id)
  await expect(click(mail, /view/)).rejects.toThrow(/ was answered 410$/)
  await unsubscribe(mail)
  expect((await sillage.suppressions.list()).items).toMatchObject([
    { email: null, reasons: [{ reason: 'unsubscribe' }] },
  ])
})

it.each(['open', 'unsubscribe', 'bounce', 'click'] as const)('%s takes a mail of its own outbox', async (method) => {
  const { kit: all, mailOf } = await kit()
  const { mail } = await mailOf()
  for (const [other, got] of [
    [{ ...mail }, 'an object'],
    [undefined as never, 'undefined'],
  ] as const)
    await expect(all[method](other, /see/ as never)).rejects.toThrow(`mail: expected a mail of this outbox, got ${got}`)
})
