import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright'
import { freePort } from '../examples/demo/src/free-port.ts'
import type { MailPage } from '../examples/demo/src/inbox/mailbox.ts'
import type { ReadMail } from '../examples/demo/src/inbox/read-mail.ts'
import { createApiClient } from '../examples/demo/src/once/api-client.ts'
import type { Language } from '../examples/demo/src/page/language.ts'
import { type Demo, startDemo } from '../examples/demo/src/start-demo.ts'
import { asPerson, managerPage } from '../examples/demo/test/manager-page.ts'
import { findChromium } from './chromium.mjs'
import { makeHistory, STORY_MS, type Story, storyWords } from './screenshot-history.ts'
import { elementPage, hostPage } from './screenshot-pages.ts'
import { createStoryClock } from './story-clock.ts'

interface View {
  lang: Language
  scheme: 'light' | 'dark'
  width: number
  height: number
  /** Part of the file names. */
  suffix: string
}

const VIEWS: readonly View[] = [
  { lang: 'en', scheme: 'light', width: 1280, height: 820, suffix: 'en-light' },
  { lang: 'en', scheme: 'light', width: 390, height: 844, suffix: 'en-narrow' },
  { lang: 'fr', scheme: 'dark', width: 1280, height: 820, suffix: 'fr-dark' },
]
/** Long enough for charts and frames to be drawn; the pages keep a live connection, so they never become idle. */
const DRAWING_MS = 1000
const folder = join(import.meta.dirname, '..', 'docs', 'images')

await mkdir(folder, { recursive: true })
const { path, args, env } = await findChromium()
const browser = await chromium.launch({ executablePath: path, args, env })
for (const lang of ['en', 'fr'] as const) {
  const data = await mkdtemp(join(tmpdir(), 'sillage-screenshots-'))
  const clock = createStoryClock(STORY_MS)
  const demo = await startDemo({ port: await freePort(), database: join(data, 'demo.sqlite'), names: lang, clock })
  const story = await makeHistory(demo, createApiClient(demo.apiUrl, lang), lang, clock)
  for (const view of VIEWS) if (view.lang === lang) await pictures(browser, demo, story, view)
  await demo.stop()
  await rm(data, { recursive: true, force: true })
}
await browser.close()

async function pictures(browser: Browser, demo: Demo, story: Story, view: View) {
  const { lang, scheme, width, height } = view
  const context = await browser.newContext({
    ...asPerson,
    locale: lang,
    colorScheme: scheme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  })
  await wholeInterface(context, demo, view)
  await singleElements(context, demo, story, view)
  await inbox(context, demo, view)
  await recipientPages(context, demo, story, view)
  await context.close()
}

/** The manager, and what it opens: results and composer. */
async function wholeInterface(context: BrowserContext, demo: Demo, { lang, suffix }: View) {
  const words = storyWords[lang]
  const page = await context.newPage()
  const manager = managerPage(page, lang)
  await page.goto(`${demo.url}/?lang=${lang}`)
  await manager.row(words.letter).waitFor()
  await shoot(page, `manager-${suffix}`)

  await manager.showResults(words.letter)
  await manager.count('opens')
  await shoot(page, `results-${suffix}`)
  await page.keyboard.press('Escape')

  await manager.compose({ name: words.reminder, template: words.fairTemplate, search: 'Atelier', delaySeconds: 1 })
  await manager.composer.getByRole('textbox').first().scrollIntoViewIfNeeded()
  await shoot(page, `composer-${suffix}`)
  await page.close()
}

/** Each element alone in a page without a framework, and several in the page of a host. */
async function singleElements(context: BrowserContext, demo: Demo, story: Story, { lang, suffix }: View) {
  const words = storyWords[lang]
  const page = await context.newPage()
  const open = async (body: string) => {
    await page.unroute('**/elements')
    await page.route('**/elements', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }))
    await page.goto(`${demo.url}/elements`)
  }
  await open(elementPage(lang, `<campaign-progress campaign-id="${story.fair.id}"></campaign-progress>`))
  await page.getByRole('progressbar').waitFor()
  await shoot(page, `progress-${suffix}`, page.locator('body'))

  await open(elementPage(lang, `<campaign-stats campaign-id="${story.letter.id}"></campaign-stats>`))
  await page.locator('canvas').waitFor()
  await shoot(page, `stats-${suffix}`, page.locator('body'))

  await open(elementPage(lang, '<campaign-list></campaign-list>'))
  await page.getByText(words.letter).waitFor()
  await shoot(page, `list-${suffix}`, page.locator('body'))

  await open(hostPage(lang, story.fair.id))
  await page.getByText(words.letter).waitFor()
  await shoot(page, `provider-${suffix}`)

  await open(elementPage(lang, '<campaign-list></campaign-list><campaign-toasts></campaign-toasts>'))
  await page.getByText(words.letter).waitFor()
  const remove = await story.sendPrices()
  const toasts = page.locator('campaign-toasts')
  await toasts.getByRole('status').waitFor()
  // A server that is down for a moment: the answer to "Pause" is lost.
  await page.route('**/pause', (route) => route.abort())
  await managerPage(page, lang).row(words.fair).getByRole('button', { name: 'Pause' }).click()
  await toasts.getByRole('alert').waitFor()
  // Success goes by itself, but not while it is pointed at. Presses go through it, so no pointer counts as being over
  // it: `force`.
  await toasts.getByRole('status').last().hover({ force: true })
  await shoot(page, `toasts-${suffix}`, toasts.locator('[popover]'))
  await remove()
  await page.close()
}

async function inbox(context: BrowserContext, demo: Demo, { lang, suffix }: View) {
  const page = await context.newPage()
  await page.goto(`${demo.url}/inbox?lang=${lang}`)
  // Few mails match, so the list does not move while others arrive.
  await page.getByRole('searchbox').fill('Amélie')
  await page.locator('.mail-list li a').filter({ hasNotText: 'Amélie' }).first().waitFor({ state: 'detached' })
  await page.locator('.mail-list li a').first().click()
  await page.locator('.mail iframe').waitFor()
  await shoot(page, `inbox-${suffix}`)
}

/** What the links at the end of a mail lead to. */
async function recipientPages(context: BrowserContext, demo: Demo, { letter }: Story, { suffix }: View) {
  const [message] = (await demo.sillage.messages.list({ campaignId: letter.id, status: 'opened', limit: 1 })).items
  const { items } = await inboxJson<MailPage>(demo, `?${new URLSearchParams({ q: message?.email ?? '' })}`)
  const { html } = await inboxJson<ReadMail>(demo, `/${items.at(-1)?.id}`)
  const page = await context.newPage()
  for (const [name, kind] of [
    ['unsubscribe', 'unsubscribe'],
    ['choices', 'preferences'],
  ]) {
    const link = new RegExp(`${demo.apiUrl}/track/${kind}/[0-9a-z]{26}`).exec(html ?? '')?.[0]
    if (link === undefined) throw new Error(`the letter has no link to ${kind}`)
    await page.goto(link)
    await shoot(page, `${name}-${suffix}`)
  }
  await page.close()
}

async function inboxJson<T>(demo: Demo, path: string): Promise<T> {
  return (await (await fetch(`${demo.url}/inbox/api/messages${path}`)).json()) as T
}

/** Takes a picture of the page, or of a part of it, and returns its size. */
async function shoot(page: Page, name: string, part?: Locator) {
  await page.waitForTimeout(DRAWING_MS)
  const file = join(folder, `${name}.png`)
  await (part ?? page).screenshot({ path: file })
  console.log(`docs/images/${name}.png  ${Math.round((await stat(file)).size / 1000)} KB`)
}
