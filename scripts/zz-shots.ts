import { mkdtemp } from 'node:fs/promises'
import { chromium } from 'playwright'
import { freePort } from '../examples/demo/src/free-port.ts'
import { startDemo } from '../examples/demo/src/start-demo.ts'
import { asPerson } from '../examples/demo/test/manager-page.ts'
import { findChromium } from './chromium.mjs'

const { path, args, env } = await findChromium()
const browser = await chromium.launch({ executablePath: path, args, env })
const data = await mkdtemp('/tmp/zzs-')
const demo = await startDemo({ port: await freePort(), database: `${data}/d.sqlite` })
const s = demo.sillage
const list = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ email: `p${i}@x.example`, name: `Person ${i}`, company: `Co ${i % 9}` }))
for (const name of ['Printemps', 'Soldes d’été', 'Rentrée', 'Invitation'])
  await s.campaigns.create({
    name,
    subject: `Bonjour {{name}}`,
    html: '<p>Hi <a href="https://x.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">x</a> <a href="https://y.example/">y</a></p>',
    recipients: list(12),
  })
await new Promise((r) => setTimeout(r, 2500))
await s.campaigns.create({
  name: 'Just begun',
  subject: 'Bonjour {{name}}',
  html: '<p>Hi <a href="https://x.example/">x</a></p>',
  recipients: list(40),
  delayMs: 900,
})
const which = process.argv.slice(2)
for (const [lang, width, scheme] of [
  ['en', 1280, 'light'],
  ['fr', 390, 'dark'],
] as const) {
  const context = await browser.newContext({
    ...asPerson,
    locale: lang,
    colorScheme: scheme,
    viewport: { width, height: width === 390 ? 844 : 820 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  if (process.env.RTL)
    await page.addInitScript(() =>
      document.addEventListener('DOMContentLoaded', () => document.documentElement.setAttribute('dir', 'rtl')),
    )
  page.on('pageerror', (e) => console.log('ERR', e.message))
  await page.goto(`${demo.url}/?lang=${lang}`)
  await page.waitForTimeout(1500)
  const shot = async (n: string, full = false) =>
    page.screenshot({ path: `/tmp/shots/${n}-${lang}-${width}.png`, fullPage: full })
  if (which.includes('list')) await shot('list')
  if (which.includes('results')) {
    await page
      .locator('campaign-list .item')
      .first()
      .click({ position: { x: 40, y: 12 } })
    await page.waitForTimeout(1500)
    await shot('first-minute')
    await page.keyboard.press('Escape')
    await page
      .locator('campaign-list .item')
      .nth(1)
      .click({ position: { x: 40, y: 12 } })
    await page.waitForTimeout(1500)
    await shot('results')
    await page.keyboard.press('Escape')
  }
  for (const room of which.filter((w) => w.startsWith('#'))) {
    await page.goto(`${demo.url}/?lang=${lang}${room}`)
    await page.reload()
    await page.waitForTimeout(2000)
    await shot(room.slice(1))
  }
  if (which.includes('composer')) {
    await page.goto(`${demo.url}/?lang=${lang}`)
    await page.waitForTimeout(800)
    await page
      .getByRole('button', { name: lang === 'en' ? 'New campaign' : 'Nouvelle campagne' })
      .first()
      .click()
    await page.waitForTimeout(2500)
    await shot('composer')
  }
  await context.close()
}
await browser.close()
await demo.stop()
process.exit(0)
