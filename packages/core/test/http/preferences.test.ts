import { expect, it } from 'vitest'
import { sillageFetch } from '../../src/http/sillage-fetch.ts'
import type { SillageOptions } from '../../src/index.ts'
import { kit } from '../test-sillage/kit.ts'

const html = '<p>Hello <a href="{{preferencesUrl}}">choose</a></p>'
const topics = [
  { key: 'news', name: 'News', description: 'Once a month' },
  { key: 'offers', name: 'Offers' },
]

/** The topics on the page of a mail: value, name with what stands below it, and whether it is on or fixed. */
async function boxesOf(options: Partial<SillageOptions>, input: object, before = async (_: Kit) => {}) {
  const all = await kit(options)
  const { mail } = await all.mailOf({ html, ...input })
  await before(all)
  const url = mail.links.find(({ text }) => text === 'choose')?.url ?? expect.fail('expected a link')
  const page = await (await sillageFetch(all.sillage, { prefix: '/mail' })(new Request(url))).text()
  return [...page.matchAll(/<input type="checkbox" name="topic" value="([^"]*)"([^>]*)><span>(.*?)<\/span>/g)].map(
    ([, value, marks, label]) => [value, label?.replace('<small>', ' | ').replace('</small>', ''), marks?.trim()],
  )
}
type Kit = Awaited<ReturnType<typeof kit>>

it('shows the topics of the sender, and that of the mail where it is none of them', async () => {
  const [news, offers] = [
    ['news', 'News | Once a month', 'checked'],
    ['offers', 'Offers', 'checked'],
  ]
  expect(await boxesOf({ content: { topics } }, { topic: 'news' })).toEqual([news, offers])
  expect(await boxesOf({ content: { topics } }, {})).toEqual([news, offers])
  expect(await boxesOf({ content: { topics } }, { topic: 'jobs' })).toEqual([news, offers, ['jobs', 'jobs', 'checked']])
  expect(await boxesOf({}, { topic: 'jobs' })).toEqual([['jobs', 'jobs', 'checked']])
})

it('shows one box for everything where there are no topics', async () => {
  expect(await boxesOf({ from: 'Harbour <news@port.example>' }, {})).toEqual([
    ['', expect.stringContaining('Harbour'), 'checked'],
  ])
})

it('says of a topic that is held why it cannot be changed', async () => {
  const [news] = await boxesOf({ content: { topics } }, { topic: 'news' }, async ({ sillage }) => {
    await sillage.suppressions.create({ email: 'ada@example.org', topic: 'news', reason: 'manual' })
  })
  expect(news).toEqual(['news', expect.stringMatching(/^News \| (?!Once a month)./), 'disabled'])
})
