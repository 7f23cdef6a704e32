import { expect, it } from 'vitest'
import { sillageFetch } from '../../src/http/index.ts'
import { type CampaignPatch, createSillage, memoryStore } from '../../src/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'

const baseUrl = 'http://mail.example/mail'

/** A campaign of six that is paused after three. */
async function halfSent() {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const store = memoryStore()
  const options = { store, clock, transport, baseUrl, from: 'news@mail.example', secrets: ['a secret of this test'] }
  const sillage = createSillage(options)
  await sillage.migrate()
  const { id } = await sillage.campaigns.create({
    name: 'n',
    subject: 'Sale',
    html: '<p>As it was</p><a href="https://shop.example/old">Shop</a> <a href="{{viewUrl}}">View</a>',
    recipients: Array.from({ length: 6 }, (_, n) => ({ email: `p${n}@b.example` })),
    delayMs: 1000,
  })
  const send = async (ms: number) => {
    const sent = sillage.sendDue({ until: new Date(clock.now() + ms) })
    await clock.advance(ms)
    await sent
  }
  await send(2_500)
  await sillage.campaigns.pause(id)
  const mails = () => transport.sends.map(({ raw }) => raw.toString().replaceAll('=\r\n', '').replaceAll('=3D', '='))
  return { sillage, store, id, send, mails, transport, clock }
}

it('what is left of a paused campaign is sent as corrected, and what was sent stays as it was', async () => {
  const { sillage, id, send, mails, clock } = await halfSent()
  expect(mails()).toHaveLength(3)
  const { revision } = await sillage.campaigns.get(id)
  const changed = await sillage.campaigns.update(id, {
    subject: 'Sale, corrected',
    html: '<p>As it is now</p><a href="https://shop.example/new">Shop</a> <a href="{{viewUrl}}">View</a>',
    from: 'Shop <shop@mail.example>',
    replyTo: ['help@mail.example', 'Sales <sales@mail.example>'],
    headers: { 'X-Fair': 'spring' },
    ifRevision: revision,
  })
  expect(changed).toMatchObject({ status: 'paused', subject: 'Sale, corrected', from: 'Shop <shop@mail.example>' })
  await expect(sillage.campaigns.update(id, { subject: 'Late', ifRevision: revision })).rejects.toMatchObject({
    code: 'edit_conflict',
  })
  await sillage.campaigns.resume(id)
  await send(60_000)

  const seen = mails().map((mail) => [
    /^Subject: (.*)\r$/m.exec(mail)?.[1],
    /^From: (.*)\r$/m.exec(mail)?.[1],
    /As it (?:was|is now)/.exec(mail)?.[0],
    /^X-Fair/m.test(mail) && /^Reply-To: help@mail\.example, Sales <sales@mail\.example>\r$/m.test(mail),
  ])
  const before = ['Sale', 'news@mail.example', 'As it was', false]
  const after = ['Sale, corrected', 'Shop <shop@mail.example>', 'As it is now', true]
  expect(seen).toEqual([before, before, before, after, after, after])

  const open = async (kind: string, mail: string) => {
    const [url = ''] = new RegExp(`http://mail\\.example/mail/track/${kind}/[\\w-]+`).exec(mail) ?? []
    return sillageFetch(sillage)(new Request(url, { redirect: 'manual' }))
  }
  for (const [mail, words, to] of [
    [mails()[0] ?? '', 'As it was', 'https://shop.example/old'],
    [mails()[5] ?? '', 'As it is now', 'https://shop.example/new'],
  ] as const) {
    expect(await (await open('view', mail)).text()).toContain(words)
    expect((await open('click', mail)).headers.get('location')).toBe(to)
  }
  await clock.advance(1000)
  expect((await sillage.campaigns.get(id)).status).toBe('completed')
  await sillage.close()
})

it.each<[string, CampaignPatch]>([
  ['recipients', { recipients: [{ email: 'x@b.example' }] }],
  ['the topic', { topic: 'news' }],
  ['tracking', { tracking: { opens: false } }],
  ['the start', { scheduledAt: '2030-01-01T00:00:00Z' }],
  ['content and recipients at once', { subject: 'x', recipients: [{ email: 'x@b.example' }] }],
])('what was decided for all of it is fixed when it is paused: %s', async (_, patch) => {
  const { sillage, id } = await halfSent()
  await expect(sillage.campaigns.update(id, patch)).rejects.toMatchObject({
    code: 'wrong_status',
    details: { status: 'paused' },
  })
  await sillage.close()
})

it('a campaign that is sending is not corrected, nor one that is over', async () => {
  const { sillage, id, send } = await halfSent()
  await sillage.campaigns.resume(id)
  await expect(sillage.campaigns.update(id, { subject: 'x' })).rejects.toMatchObject({ code: 'wrong_status' })
  await send(60_000)
  await expect(sillage.campaigns.update(id, { subject: 'x' })).rejects.toMatchObject({ code: 'wrong_status' })
  expect((await sillage.campaigns.get(id)).subject).toBe('Sale')
  await sillage.close()
})
