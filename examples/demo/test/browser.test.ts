import { expect, onTestFinished, test } from 'vitest'
import { browserForTests } from '../../../scripts/browser-for-tests.ts'
import { demoForTest } from './demo-for-test.ts'
import { asPerson, managerPage } from './manager-page.ts'

const browser = browserForTests()

test.each([
  { lang: 'en', width: 1280 },
  { lang: 'fr', width: 390 },
] as const)(
  'a new user creates a campaign, opens a mail, clicks, and sees it in the results: $lang, $width px',
  async ({ lang, width }) => {
    const { demo, mails } = await demoForTest({ names: lang })
    const context = await browser().newContext({ ...asPerson, locale: lang, viewport: { width, height: 840 } })
    onTestFinished(() => context.close())
    const faults: string[] = []
    context.on('weberror', (error) => faults.push(error.error().message))
    context.on('console', (message) => message.type() === 'error' && faults.push(message.text()))

    const page = await context.newPage()
    await page.goto(`${demo.url}/?lang=${lang}`)
    // Lost when the page is loaded again, which nothing below may need.
    await page.evaluate(() => Object.assign(globalThis, { loadedOnce: true }))
    const fits = (target = page) => target.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
    const manager = managerPage(page, lang)
    expect(await fits()).toBe(true)

    const name = 'Essai'
    await manager.compose({ name, template: 'Offre de bienvenue', search: 'Maison', delaySeconds: 0.02 })
    expect(await fits()).toBe(true)
    const count = await manager.send()
    await manager.completed(name).waitFor({ timeout: 20_000 })
    await manager.showResults(name)
    expect(await manager.count('opens')).toBe(0)
    expect(await fits()).toBe(true)

    const inbox = await context.newPage()
    await inbox.goto(`${demo.url}/inbox?lang=${lang}`)
    await inbox.locator('.mail-list li a').first().click()
    const mail = inbox.frameLocator('.mail iframe')
    const arriving = context.waitForEvent('page')
    await mail.getByRole('link', { name: 'Utiliser ma remise' }).click()
    const shop = await arriving
    await shop.getByRole('heading', { level: 1 }).waitFor()
    expect(new URL(shop.url()).pathname).toMatch(/^\/shop\/offre\/[A-Z]+-\d\d$/)
    expect(await fits(inbox)).toBe(true)
    expect(await fits(shop)).toBe(true)
    await shop.close()

    await page.bringToFront()
    await expect.poll(() => manager.count('opens')).toBe(1)
    await expect.poll(() => manager.count('clicks')).toBe(1)
    expect(await page.evaluate(() => 'loadedOnce' in globalThis)).toBe(true)
    expect((await mails()).length).toBe(count)
    expect(faults).toEqual([])
  },
  60_000,
)

test('the inbox keeps the focus on a mail while others arrive', async () => {
  const { demo } = await demoForTest()
  const arrive = (subject: string) => {
    const raw = Buffer.from(`Subject: ${subject}\r\n\r\nBonjour`)
    demo.inbox.mailbox.add({
      from: 'a@b.example',
      to: 'c@d.example',
      subject,
      receivedAt: new Date().toISOString(),
      raw,
    })
    demo.inbox.changes.emit('change')
  }
  arrive('First')
  const context = await browser().newContext(asPerson)
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(`${demo.url}/inbox?lang=en`)
  const mail = (subject: string) => page.locator('.mail-list li a').filter({ hasText: subject })
  await mail('First').focus()
  arrive('Second')
  await mail('Second').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.mail').getByRole('heading', { name: 'First' }).waitFor()
}, 60_000)
