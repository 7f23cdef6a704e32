import { expect, onTestFinished, test } from 'vitest'
import { browserForTests } from '../../../scripts/browser-for-tests.ts'
import { demoForTest } from './demo-for-test.ts'
import { faultsOf } from './faults-of.ts'
import { asPerson } from './manager-page.ts'

const browser = browserForTests()

test.each([
  ['en', 1280, 'Order', 'Give an email address.', 'See the article again', 'All'],
  ['fr', 390, 'Commander', 'Indiquez une adresse e-mail.', 'Revoir l’article', 'Tout'],
] as const)(
  'an order in the shop sends one receipt, whose clicks are in the results of its stream: %s, %i px',
  async (lang, width, order, refusal, link, all) => {
    const { demo, mails } = await demoForTest({ names: lang })
    const context = await browser().newContext({ ...asPerson, locale: lang, viewport: { width, height: 840 } })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const results = () => page.goto(`${demo.url}/receipts?lang=${lang}`)
    const stats = page.locator('campaign-stats')
    await results()
    await stats.getByRole('status').waitFor()

    await page.goto(`${demo.url}/shop/cafe-du-port?lang=${lang}`)
    const email = page.getByRole('textbox')
    await email.fill('nobody')
    await page.getByRole('button', { name: order }).click()
    await page.getByText(refusal).waitFor()
    await email.fill('zoe@example.net')
    const placed = page.waitForRequest((request) => request.method() === 'POST')
    await page.getByRole('button', { name: order }).click()
    const body = (await placed).postData() ?? ''
    await page.getByRole('status').waitFor()
    // Somebody who presses twice: the number is the same.
    const again = () => fetch(page.url(), { method: 'POST', body: new URLSearchParams(body) })
    expect((await again()).status).toBe(200)
    expect(new URLSearchParams(body).get('number')).toMatch(/^AQ-\d{6}$/)
    await expect.poll(async () => (await mails()).length).toBe(1)

    await page.goto(`${demo.url}/inbox?lang=${lang}`)
    await page.locator('.mail-list li a').first().click()
    const arriving = context.waitForEvent('page')
    await page.frameLocator('.mail iframe').getByRole('link', { name: link }).click()
    const shop = await arriving
    await shop.getByRole('heading', { level: 1 }).waitFor()
    expect(new URL(shop.url()).pathname).toBe('/shop/cafe-du-port')

    await results()
    const values = stats.locator('.card .count')
    await stats.locator('canvas').waitFor()
    expect((await values.allInnerTexts()).map((text) => text.replace(/\s/g, ''))).toEqual(['1', '1', '1', '100%'])
    await stats.getByRole('button', { name: all, exact: true }).click()
    await stats.getByText('/shop/cafe-du-port').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(await faultsOf(page)).toEqual([])
  },
  60_000,
)

test('nobody from elsewhere can have a receipt sent', async () => {
  const { demo } = await demoForTest()
  const body = new URLSearchParams({ number: 'AQ-1', email: 'a@b.example' })
  const post = (headers: Record<string, string>) =>
    fetch(`${demo.url}/shop/cafe-du-port`, { method: 'POST', body, headers })
  expect((await post({ origin: 'https://elsewhere.example' })).status).toBe(404)
  expect((await post({})).status).toBe(200)
  expect((await fetch(`${demo.url}/shop/offre`, { method: 'POST', body })).status).toBe(404)
})
