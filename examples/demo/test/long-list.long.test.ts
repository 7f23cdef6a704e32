import { expect, onTestFinished, test } from 'vitest'
import { browserForTests } from '../../../scripts/browser-for-tests.ts'
import { busyTimes } from './busy-times.ts'
import { demoForTest } from './demo-for-test.ts'
import { asPerson } from './manager-page.ts'

const browser = browserForTests()
/** What a person notices: longer work in one turn holds up what they type. */
const LONGEST_MS = 100

test('100,000 pasted lines hold up nobody who types, and all of them are counted and sent to', async () => {
  const { demo } = await demoForTest()
  const context = await browser().newContext({ ...asPerson, bypassCSP: true })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(`${demo.url}/?lang=en`)
  await page.getByRole('button', { name: 'New campaign' }).first().click()
  await page.getByLabel('Name of the campaign').fill('Long')
  await page.getByLabel('Template', { exact: true }).selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Choose…' }).click()
  await page.getByRole('button', { name: 'A list of yours' }).click()
  const times = await busyTimes(browser(), page, async () => {
    await page.locator('textarea#pasted').evaluate((field) => {
      const clipboardData = new DataTransfer()
      const lines = Array.from(
        { length: 100_000 },
        (_, n) => `person${n}@port.example; Person ${n}; Company ${n % 500}`,
      )
      clipboardData.setData('text/plain', lines.join('\n'))
      // Making the text is the test's own work.
      setTimeout(() =>
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true, bubbles: true })),
      )
    })
    await page.getByText('100,000 addresses').waitFor({ timeout: 60_000 })
    await page.getByText('100,000 contacts of 500 companies').first().waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByLabel('Subject', { exact: true }).pressSequentially('Hello to all of you', { delay: 20 })
  })
  const longest = Math.max(...times)
  // Less would mean that none was seen.
  expect(longest).toBeGreaterThan(1)
  expect(longest).toBeLessThan(LONGEST_MS)
  await page.getByRole('button', { name: 'Create and send to 100,000 people' }).click()
  await page.getByRole('button', { name: 'Create and send', exact: true }).click()
  await expect
    .poll(async () => (await demo.sillage.campaigns.list()).items[0]?.total, { timeout: 120_000 })
    .toBe(100_000)
}, 240_000)
