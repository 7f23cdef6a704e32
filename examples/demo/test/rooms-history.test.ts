import { expect, test } from 'vitest'
import { faultsOf } from './faults-of.ts'
import { asPerson } from './manager-page.ts'
import { press, roomsForTest } from './room-page.ts'

const open = roomsForTest()

test('one person is shown with what they were sent, what they did with it and what they decided', async () => {
  const { page, faults, demo, mails } = await open('contacts', { width: 390 })
  const { contacts, campaigns, streams, messages, recipients } = demo.sillage
  const email = 'zoe@port.example'
  const { id } = await contacts.create({ email, name: 'Zoé Le Guen' })
  await streams.put('receipts', { name: 'Receipts' })
  for (let n = 0; n < 11; n += 1)
    await messages.send({ stream: 'receipts', to: email, subject: `Receipt ${n}`, html: '<p>Thank you</p>' })
  const html = '<p><a href="https://port.example/news">News</a></p>'
  const letter = { name: 'November letter', subject: 'News', html, recipients: { contactIds: [id] } }
  const campaign = await campaigns.create(letter)
  await expect.poll(async () => (await campaigns.get(campaign.id)).status, { timeout: 20_000 }).toBe('completed')
  const mail = (await mails()).find(({ links }) => links.length > 0)
  const headers = { 'user-agent': asPerson.userAgent ?? '' }
  await fetch(mail?.links[0]?.url ?? '', { headers, redirect: 'manual' })
  await recipients.unsubscribe(email, { topic: 'offers' })
  await recipients.consent(email, { readTime: false, source: 'phone call' })
  await page.reload()

  await page.getByPlaceholder('Name, email or company').fill('Zoé Le Guen')
  await press(page, /^Zoé Le Guen/)
  const history = page.locator('sillage-history')
  await history.getByText('November letter').waitFor()
  const newest = history.getByRole('listitem').first()
  expect(await newest.textContent()).toMatch(/November letter.*Clicked.*Sent .*1 open, last .*1 click, last/s)
  expect(await history.getByRole('listitem').count()).toBe(10)
  await history.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => history.getByRole('listitem').count()).toBe(12)
  expect(await history.getByText('Receipts', { exact: true }).count()).toBe(11)

  const topic = (name: string) => page.locator('sillage-contact .topics li').filter({ hasText: name })
  await topic('Offers').getByText('Left').waitFor()
  await topic('Offers').getByText('Unsubscribed,').waitFor()
  await topic('Fairs and events').getByText('Receives').waitFor()
  await page.getByText(/May be measured: opens and clicks \(decided on .*, phone call\)/).waitFor()
  expect(await faultsOf(page)).toEqual([])
  expect(faults).toEqual([])
}, 60_000)
