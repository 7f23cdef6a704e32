import type { BrowserContext, Page } from 'playwright'
import { expect, onTestFinished, test } from 'vitest'
import { browserForTests } from '../../../scripts/browser-for-tests.ts'
import { demoForTest } from './demo-for-test.ts'
import { faultsOf } from './faults-of.ts'
import { asPerson } from './manager-page.ts'

const browser = browserForTests()

const zoe = 'zoe@example.net'

/** One mail of a topic, delivered to the demo's inbox, and the pages that its links lead to. */
async function delivered(lang: 'en' | 'fr', context: BrowserContext, more: object = {}) {
  const { demo, mails } = await demoForTest({ names: lang })
  const html = '<p>Hello <a href="{{unsubscribeUrl}}">leave</a> <a href="{{preferencesUrl}}">choices</a></p>'
  const { id } = await demo.sillage.campaigns.create({
    name: 'n',
    subject: 's',
    html,
    topic: 'news',
    recipients: [{ email: zoe, ...more }],
  })
  await expect.poll(async () => (await mails()).length).toBe(1)
  const inbox = await context.newPage()
  await inbox.goto(`${demo.url}/inbox?lang=${lang}`)
  await inbox.locator('.mail-list li a').first().click()
  const follow = async (words: string): Promise<Page> => {
    const arriving = context.waitForEvent('page')
    await inbox.frameLocator('.mail iframe').getByRole('link', { name: words }).click()
    const page = await arriving
    await page.waitForLoadState()
    return page
  }
  const state = () => demo.sillage.recipients.get(zoe)
  return { demo, id, follow, state }
}

async function contextOf(lang: 'en' | 'fr', more: object = {}): Promise<BrowserContext> {
  const size = { width: 390, height: 844 }
  const context = await browser().newContext({ ...asPerson, locale: lang, viewport: size, bypassCSP: true, ...more })
  onTestFinished(() => context.close())
  return context
}

/** Goes on by Tab to what has this name, as somebody without a pointer does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate(() => {
      const now = document.activeElement as HTMLInputElement | null
      return `${now?.labels?.[0]?.textContent ?? ''}${now?.textContent ?? ''}`
    })
    if (found.includes(name)) return
  }
  throw new Error(`no Tab leads to ${name}`)
}

test.each([
  {
    lang: 'en',
    words: {
      leave: 'Unsubscribe',
      reason: 'Too many',
      left: 'You are unsubscribed',
      undo: 'Receive them again',
      back: 'You receive them again',
    },
  },
  {
    lang: 'fr',
    words: {
      leave: 'Me désinscrire',
      reason: 'Trop de',
      left: 'Vous êtes désinscrit',
      undo: 'Les recevoir à nouveau',
      back: 'Vous les recevez à nouveau',
    },
  },
] as const)(
  'by keyboard on a phone a recipient leaves, says why, and takes it back: $lang',
  async ({ lang, words }) => {
    const context = await contextOf(lang)
    const { demo, id, follow, state } = await delivered(lang, context)
    const page = await follow('leave')
    expect(await page.locator('html').getAttribute('lang')).toBe(lang)
    expect(
      await page
        .getByRole('img', { name: 'Atelier du Quai' })
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    ).toBeGreaterThan(0)
    expect(await faultsOf(page)).toEqual([])
    await tabTo(page, words.reason)
    await page.keyboard.type(words.reason)
    await tabTo(page, words.leave)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: words.left }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    expect((await state()).topics).toEqual({ news: false })
    expect((await demo.sillage.campaigns.stats(id)).unsubscribeReasons.too_many).toBe(1)
    await tabTo(page, words.undo)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: words.back }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    expect((await state()).topics).toEqual({})
  },
  60_000,
)

test('the page of choices names the topics in the recipient’s own language, and leaves one or all', async () => {
  const context = await contextOf('en', { colorScheme: 'dark' })
  const { follow, state } = await delivered('en', context, { data: { lang: 'fr' } })
  const page = await follow('choices')
  expect(await page.locator('html').getAttribute('lang')).toBe('fr')
  expect(await faultsOf(page)).toEqual([])
  const offers = page.getByRole('checkbox', { name: 'Offres' })
  expect(await offers.isChecked()).toBe(true)
  await offers.uncheck()
  await page.getByRole('checkbox', { name: 'Que j’ai ouvert un message' }).uncheck()
  await page.getByRole('button', { name: 'Enregistrer mes choix' }).click()
  await page.getByRole('status').waitFor()
  expect(await state()).toMatchObject({ topics: { offers: false }, consent: { opens: false, clicks: true } })
  await page.getByRole('button', { name: 'Me désinscrire de tout' }).click()
  await page.getByRole('checkbox', { name: 'Salons et rencontres', checked: false, disabled: true }).waitFor()
  expect((await state()).mailable).toBe(false)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Les recevoir à nouveau' }).click()
  await page.getByRole('checkbox', { name: 'Salons et rencontres', checked: true, disabled: false }).waitFor()
  expect(await state()).toMatchObject({ mailable: true, topics: { offers: false }, consent: { opens: false } })
}, 60_000)
