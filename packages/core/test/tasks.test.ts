import { expect, expectTypeOf, it } from 'vitest'
import {
  type CampaignInput,
  type ErrorCode,
  type EventData,
  type EventType,
  isSillageError,
  type Segment,
  type Sillage,
  type SillageEvent,
} from '../src/index.ts'
import { testSillage } from '../src/testing/index.ts'

/*
 * What people come for, as code they would write. That it compiles is half of each test.
 */

const zoe = { email: 'zoe@example.net', ref: 'user_42', name: 'Zoé', company: 'Port de Brest' }
const html = '<p>Hello {{name}}, here is <a href="https://port.example/news">the news</a>.</p>'

it('sends a campaign once, however often this runs, at its time', async () => {
  await using mail = await testSillage()
  const { sillage, clock } = mail
  const spring = () =>
    sillage.campaigns.create({
      key: 'spring-2026',
      name: 'Spring 2026',
      subject: 'News for {{company}}',
      html,
      recipients: [zoe],
      topic: 'news',
      scheduledAt: new Date('2026-01-02T08:00:00Z'),
    })
  const campaign = await spring()
  expect([campaign.created, campaign.status, campaign.warnings]).toEqual([true, 'scheduled', []])
  expect((await spring()).created).toBe(false)
  expect(mail.outbox).toHaveLength(0)
  await clock.advance(3 * 86_400_000)
  expect(mail.outbox).toMatchObject([{ to: 'zoe@example.net', subject: 'News for Port de Brest' }])
})

it('acts on a click with an id of the app’s own', async () => {
  await using mail = await testSillage()
  const scores: [string | null, string][] = []
  mail.sillage.on('message.clicked', ({ data }) => {
    if (data.first) scores.push([data.ref, data.link.url])
  })
  await mail.sillage.campaigns.create({ name: 'News', subject: 'News', html, recipients: [zoe] })
  const news = await mail.mailTo('zoe@example.net')
  await mail.click(news, /the news/)
  await mail.click(news, 'https://port.example/news')
  await mail.settle()
  expect(scores).toEqual([['user_42', 'https://port.example/news']])
})

it('lists the messages of a campaign, a page or all of them', async () => {
  await using mail = await testSillage()
  const { messages, campaigns } = mail.sillage
  const recipients = Array.from({ length: 60 }, (_, n) => ({ email: `p${n}@example.org`, ref: `user_${n}` }))
  const { id: campaignId } = await campaigns.create({ name: 'n', subject: 's', html, recipients })
  await mail.settle()
  const refs: (string | null)[] = []
  for await (const message of messages.list({ campaignId, sort: 'sentAt' })) refs.push(message.ref)
  expect(new Set(refs)).toEqual(new Set(recipients.map(({ ref }) => ref)))
  const { items, next } = await messages.list({ campaignId, limit: 20 })
  expect([items.length, typeof next]).toEqual([20, 'string'])
  expect((await messages.list({ campaignId, ref: 'user_7' })).items).toMatchObject([{ email: 'p7@example.org' }])
})

it('writes again to those who opened and did not click', async () => {
  await using mail = await testSillage()
  const { campaigns, templates } = mail.sillage
  await templates.put('second-chance', { name: 'Second chance', subject: 'Again', html })
  const people = ['ann', 'ben', 'cyd'].map((name) => ({ email: `${name}@example.org` }))
  const { id: campaignId } = await campaigns.create({ name: 'First', subject: 'First', html, recipients: people })
  for (const { email } of people.slice(0, 2)) await mail.open(await mail.mailTo(email))
  await mail.click(await mail.mailTo('ben@example.org'), /news/)
  await mail.settle()
  const warm: Segment = { opened: { campaignId }, not: { clicked: { campaignId } } }
  const again = { name: 'Again', template: 'second-chance', recipients: { where: warm } }
  expect(await campaigns.create({ ...again, start: false })).toMatchObject({ total: 1, subject: 'Again' })
  await campaigns.create(again)
  expect((await mail.mailTo('ann@example.org')).subject).toBe('Again')
})

it('binds a tenant once a request, and never sees everybody by mistake', async () => {
  await using mail = await testSillage({ tenants: 'required' })
  const { sillage } = mail
  await sillage.for('acme').campaigns.create({ name: 'n', subject: 's', html, recipients: [zoe] })
  await expect(sillage.campaigns.list()).rejects.toMatchObject({ code: 'missing_owner' })
  expect((await sillage.for('umbrella').campaigns.list({ limit: 10 })).items).toEqual([])
  expect((await sillage.forAll().campaigns.list()).items).toHaveLength(1)
})

it('asks and changes what a person decided', async () => {
  await using mail = await testSillage()
  const { recipients } = mail.sillage
  const state = await recipients.unsubscribe('zoe@example.net', { topic: 'news', source: 'support call' })
  expect([state.mailable, state.topics]).toEqual([true, { news: false }])
  await recipients.consent('zoe@example.net', { opens: false, at: new Date() })
  await recipients.resubscribe('zoe@example.net', { topic: 'news' })
  const { mailable, topics, consent } = await recipients.get('zoe@example.net')
  expect([mailable, topics, consent.opens]).toEqual([true, {}, false])
  expect(await recipients.erase('zoe@example.net')).toEqual({ messages: 0 })
})

it('narrows errors by their code', async () => {
  await using mail = await testSillage()
  const { campaigns } = mail.sillage
  const { id } = await campaigns.create({ name: 'n', subject: 's', html, recipients: [zoe], start: false })
  await campaigns.update(id, { subject: 'Again' })
  const error = await campaigns.update(id, { subject: 'Late', ifRevision: 1 }).catch((thrown: unknown) => thrown)
  expect(isSillageError(error, 'edit_conflict') && error.details.revision).toBe(2)
})

it('does not compile what cannot work', () => {
  const base = { name: 'x', html: '<p>x</p>' }
  expectTypeOf(base).toExtend<CampaignInput>()
  expectTypeOf({ ...base, template: 'y' }).not.toExtend<CampaignInput>()
  expectTypeOf({ name: 'x' }).not.toExtend<CampaignInput>()
  expectTypeOf({ ...base, recipients: { list: [] } }).not.toExtend<CampaignInput>()
  expectTypeOf<Parameters<Sillage['campaigns']['list']>['length']>().toEqualTypeOf<0 | 1>()
  expectTypeOf<'message.opened'>().toExtend<EventType>()
  expectTypeOf<'message.opend'>().not.toExtend<EventType>()
  expectTypeOf<'campaign_progress'>().not.toExtend<EventType>()
  expectTypeOf<'link'>().toExtend<keyof EventData['message.clicked']>()
  expectTypeOf<'link'>().not.toExtend<keyof EventData['message.opened']>()
  expectTypeOf<Parameters<typeof isSillageError>[1]>().toEqualTypeOf<ErrorCode>()
  expectTypeOf<'not_fund'>().not.toExtend<ErrorCode>()
  expectTypeOf<Extract<SillageEvent, { type: 'campaign.completed' }>['data']['counts']['sent']>().toBeNumber()
  expectTypeOf<ReturnType<Sillage['campaigns']['list']>>().toExtend<Promise<{ items: unknown[] }>>()
})
