import { faultySmtpServer } from '@sillage/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { browserForTests } from '../../../scripts/browser-for-tests.ts'
import { demoForTest } from './demo-for-test.ts'
import { faultsOf } from './faults-of.ts'
import { asPerson } from './manager-page.ts'

const browser = browserForTests()

test('a test mail that the server refuses for its password says so in the composer, and goes when it is right', async () => {
  const smtp = await faultySmtpServer({
    auth: true,
    script: ({ at }) => (at === 'auth' ? { at, reply: '535 5.7.8 Wrong password' } : undefined),
  })
  onTestFinished(() => smtp.close())
  const { demo } = await demoForTest({ smtpUrl: `smtp://ada:sesame@127.0.0.1:${smtp.port}` })
  const context = await browser().newContext({ ...asPerson, bypassCSP: true, reducedMotion: 'reduce' })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(`${demo.url}/?lang=en`)
  await page.getByRole('button', { name: 'New campaign' }).first().click()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('Choose a template.').waitFor()
  await page.getByLabel('Subject', { exact: true }).fill('The fair opens')
  await page.getByRole('combobox', { name: 'Template', exact: true }).selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Send a test' }).click()
  const dialog = page.locator('sillage-test')
  await dialog.getByLabel('Send the test to').fill('ada@port.test')
  await dialog.getByRole('button', { name: 'Send test', exact: true }).click()
  await dialog.getByText('The mail server refuses the credentials, so no test was sent.').waitFor()
  // The address is right.
  expect(await dialog.getByLabel('Send the test to').getAttribute('aria-invalid')).toBe('false')
  expect(await faultsOf(page)).toEqual([])
  expect(smtp.received).toEqual([])

  smtp.setScript(undefined)
  await dialog.getByRole('button', { name: 'Send test', exact: true }).click()
  await dialog.getByText('Test sent to ada@port.test').waitFor()
  expect(smtp.accepted().map(({ to }) => to)).toEqual(['ada@port.test'])
})
