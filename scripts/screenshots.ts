import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { freePort } from '../examples/demo/src/free-port.ts'
import { createApiClient } from '../examples/demo/src/once/api-client.ts'
import type { Language } from '../examples/demo/src/page/language.ts'
import { type Demo, startDemo } from '../examples/demo/src/start-demo.ts'
import { asPerson, managerPage } from '../examples/demo/test/manager-page.ts'
import { findChromium } from './chromium.mjs'
import { makeHistory, storyWords } from './screenshot-history.ts'

interface View {
  lang: Language
  scheme: 'light' | 'dark'
  width: number
  height: number
  /** What the files are called after. */
  suffix: string
}

const VIEWS: readonly View[] = [
  { lang: 'en', scheme: 'light', width: 1280, height: 820, suffix: 'en-light' },
  { lang: 'en', scheme: 'light', width: 390, height: 844, suffix: 'en-narrow' },
  { lang: 'fr', scheme: 'dark', width: 1280, height: 820, suffix: 'fr-dark' },
]
/** Long enough for charts and frames to be drawn; the pages keep a live connection, so they never fall silent. */
const DRAWING_MS = 1000
const folder = join(import.meta.dirname, '..', 'docs', 'images')

await mkdir(folder, { recursive: true })
const { path, args, env } = await findChromium()
const browser = await chromium.launch({ executablePath: path, args, env })
for (const lang of ['en', 'fr'] as const) {
  const data = await mkdtemp(join(tmpdir(), 'sillage-screenshots-'))
  const demo = await startDemo({ port: await freePort(), database: join(data, 'demo.sqlite'), names: lang })
  await makeHistory(demo, createApiClient(demo.apiUrl, lang), lang)
  for (const view of VIEWS) if (view.lang === lang) await picture(browser, demo, view)
  await demo.stop()
  await rm(data, { recursive: true, force: true })
}
await browser.close()

async function picture(browser: Browser, demo: Demo, { lang, scheme, width, height, suffix }: View) {
  const words = storyWords[lang]
  const context = await browser.newContext({
    ...asPerson,
    locale: lang,
    colorScheme: scheme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const manager = managerPage(page, lang)

  await page.goto(`${demo.url}/?lang=${lang}`)
  await manager.row(words.letter).waitFor()
  await shoot(page, `list-${suffix}`)
  const row = await manager.row(words.fair).boundingBox()
  if (row !== null) await shoot(page, `progress-${suffix}`, row)

  await manager.showResults(words.letter)
  await manager.count('opens')
  await shoot(page, `results-${suffix}`)
  await page.keyboard.press('Escape')

  await manager.compose({ name: words.reminder, template: words.fairTemplate, search: 'Atelier', delaySeconds: 1 })
  await manager.composer.getByRole('textbox').first().scrollIntoViewIfNeeded()
  await shoot(page, `composer-${suffix}`)

  await page.goto(`${demo.url}/inbox?lang=${lang}`)
  // Few mails match, so the list stands still while others arrive.
  await page.getByRole('searchbox').fill('Amélie')
  await page.locator('.mail-list li a').filter({ hasNotText: 'Amélie' }).first().waitFor({ state: 'detached' })
  await page.locator('.mail-list li a').first().click()
  await page.locator('.mail iframe').waitFor()
  await shoot(page, `inbox-${suffix}`)
  await context.close()
}

/** Takes one picture and says how large it is. */
async function shoot(page: Page, name: string, clip?: { x: number; y: number; width: number; height: number }) {
  await page.waitForTimeout(DRAWING_MS)
  const file = join(folder, `${name}.png`)
  await page.screenshot({ path: file, ...(clip === undefined ? {} : { clip }) })
  console.log(`docs/images/${name}.png  ${Math.round((await stat(file)).size / 1000)} KB`)
}
