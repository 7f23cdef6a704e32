import { expect, onTestFinished, test } from 'vitest'
import { browserForTests } from '../../../scripts/browser-for-tests.ts'
import { byKeys } from './by-keys.ts'
import { demoForTest } from './demo-for-test.ts'
import { asPerson } from './manager-page.ts'

const browser = browserForTests()

/** One of each kind: blocks, a designer's marks, and HTML of which nobody thought that it would be filled. */
const templates = [
  { name: 'Trade fair invitation (English)', place: /^textbox Message$/, subject: 'shall we meet', kind: 'blocks' },
  { name: 'Workshop newsletter (English)', place: /^textbox Title$/, subject: 'three harvests', kind: 'regions' },
  { name: 'Offre de bienvenue', place: /^textbox Pour \[Company\], à /, subject: 'votre remise', kind: 'regions' },
]

test('the words of each kind of template are changed, sent and opened in the inbox by keys alone', async () => {
  const { demo, mails } = await demoForTest()
  const context = await browser().newContext({ ...asPerson, bypassCSP: true, reducedMotion: 'reduce' })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const { press, type, isAt, to } = byKeys(page)
  await page.goto(`${demo.url}/?lang=en`)
  await page.getByRole('button', { name: 'New campaign' }).first().waitFor()
  await to(/^button New campaign$/)
  for (const { name, place } of templates) {
    await press('Enter')
    await isAt(/^input Name of the campaign$/)
    await type(name.slice(0, 5))
    await page.locator('select#content option', { hasText: name }).waitFor({ state: 'attached' })
    await to(/^select Template$/)
    await type(name.slice(0, 5))
    await page.getByRole('button', { name: 'Change the words' }).waitFor()
    await to(/^button Change the words$/)
    await press('Enter')
    await isAt(/^textbox /)
    await to(place)
    for (const key of ['Control+Home', 'Shift+End']) await press(key)
    await type('Keys of {{name}}')
    await to(/^button Choose…$/)
    await press('Enter')
    await isAt(/^button Close$/)
    await to(/^button A list of yours$/)
    await press('Enter')
    await to(/^textarea One recipient per line/)
    await type('z@port.example, Zoé')
    await page.getByText('1 contact', { exact: true }).last().waitFor()
    await to(/^button Done$/)
    await press('Enter')
    await isAt(/^button Choose…$/)
    const passed = await to(/^button Create and send to 1 person$/)
    // The mail in the preview is one stop, however many links it has.
    expect(passed.filter((at) => at.startsWith('iframe'))).toHaveLength(1)
    await press('Enter')
    await isAt(/^button Back$/)
    await to(/^button Create and send$/)
    await press('Enter')
    await isAt(/^button New campaign$/)
  }
  await expect.poll(async () => (await mails()).length, { timeout: 10_000 }).toBe(templates.length)
  const { items } = await demo.sillage.campaigns.list()
  const kept = await Promise.all(items.map(({ id }) => demo.sillage.campaigns.get(id)))
  const kinds = new Map(kept.map((campaign) => [campaign.name, campaign.document?.kind]))
  expect(kinds).toEqual(new Map(templates.map(({ name, kind }) => [name.slice(0, 5), kind])))

  await page.goto(`${demo.url}/inbox?lang=en`)
  await page.getByRole('link', { name: /^Zoé/ }).first().waitFor()
  for (const { subject } of templates) {
    await to(new RegExp(`^a Zoé[^]*${subject}`))
    await press('Enter')
    await page.getByRole('heading', { name: subject }).waitFor()
    await page.frameLocator('iframe').getByText('Keys of Zoé').waitFor()
  }
}, 60_000)
