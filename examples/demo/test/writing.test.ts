import { expect, onTestFinished, test } from 'vitest'
import { browserForTests } from '../../../scripts/browser-for-tests.ts'
import type { MailPage } from '../src/inbox/mailbox.ts'
import type { ReadMail } from '../src/inbox/read-mail.ts'
import { demoForTest } from './demo-for-test.ts'
import { faultsOf } from './faults-of.ts'
import { asPerson } from './manager-page.ts'

const browser = browserForTests()

test('a typo in a paused campaign is corrected, and only what may change then is changed', async () => {
  const { demo } = await demoForTest()
  const { id } = await demo.sillage.campaigns.create({
    name: 'Faire',
    subject: 'The faire',
    html: '<p>Hello {{name}}</p>',
    recipients: { where: {} },
    delayMs: 3_600_000,
    topic: 'news',
  })
  await demo.sillage.campaigns.pause(id)
  const context = await browser().newContext({ ...asPerson, bypassCSP: true })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(`${demo.url}/?lang=en`)
  await page.getByRole('button', { name: 'More actions for Faire' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await page.getByText('What was sent stays as it was.').waitFor()
  expect(await page.getByRole('button', { name: 'Choose…' }).isVisible()).toBe(false)
  await page.getByLabel('Subject', { exact: true }).fill('The fair')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect.poll(async () => (await demo.sillage.campaigns.get(id)).subject).toBe('The fair')
  const corrected = await demo.sillage.campaigns.get(id)
  expect(corrected).toMatchObject({
    status: 'paused',
    topic: 'news',
    delayMs: 3_600_000,
    html: '<p>Hello {{name}}</p>',
  })
})

test.each([{ width: 1280 }, { width: 390 }])(
  'a mail is written without HTML, kept as a document, sent, and edited again: $width px',
  async ({ width }) => {
    const { demo, mails } = await demoForTest()
    const viewport = { width, height: 900 }
    const context = await browser().newContext({ ...asPerson, viewport, bypassCSP: true, reducedMotion: 'reduce' })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await page.goto(`${demo.url}/?lang=en`)
    await page.getByRole('button', { name: 'New campaign' }).first().click()
    await page.getByLabel('Name of the campaign').fill('Written')
    await page.getByRole('button', { name: 'Own message' }).click()
    const message = page.locator('sillage-editor .message')
    await message.locator('p').first().click()
    await page.keyboard.type('# The fair\nHello {{name}}, ', { delay: 5 })
    await page.keyboard.type('see https://port.example/fair \n- one\ntwo', { delay: 5 })
    // Seen before there is a subject, as the person will get it.
    const preview = page.frameLocator('sillage-preview iframe').first()
    await preview.getByRole('heading', { name: 'The fair' }).waitFor()
    await page.getByLabel('Subject', { exact: true }).fill('The fair opens')
    expect(await message.locator('h1').textContent()).toBe('The fair')
    expect(await faultsOf(page)).toEqual([])

    // To HTML and back: nothing is lost.
    await page.getByRole('button', { name: 'Write HTML instead' }).click()
    expect(await page.locator('textarea#content').inputValue()).toContain('The fair')
    await page.getByRole('button', { name: 'Back to the editor' }).click()
    await message.locator('h1').waitFor()

    await page.getByRole('button', { name: 'Choose…' }).click()
    await page.getByRole('button', { name: 'A list of yours' }).click()
    await page.locator('textarea#pasted').fill('zoe@port.example, Zoé')
    await page.getByText('1 contact', { exact: true }).last().waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('Nothing to mend was found.').or(page.locator('.findings')).first().waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Create and send to 1 person' }).click()
    await page.getByRole('button', { name: 'Create and send', exact: true }).click()
    await expect.poll(async () => (await mails()).length, { timeout: 10_000 }).toBe(1)
    const inbox = `${demo.url}/inbox/api/messages`
    const { items: delivered } = (await (await fetch(`${inbox}?limit=1`)).json()) as MailPage
    const { html } = (await (await fetch(`${inbox}/${delivered[0]?.id}`)).json()) as ReadMail
    expect(html).toContain('Hello Zoé')
    expect(html).toMatch(/<h1[^>]*>The fair<\/h1>/)
    const [{ id } = { id: '' }] = (await demo.sillage.campaigns.list()).items
    const { document } = await demo.sillage.campaigns.get(id)
    expect(document).toMatchObject({
      kind: 'blocks',
      content: [{ type: 'heading' }, { type: 'paragraph' }, { type: 'bullet_list' }, { type: 'footer' }],
    })

    // A copy is the same document, and what is changed in it is what the copy has.
    await page.getByRole('button', { name: 'More actions for Written' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await message.locator('h1').click()
    await page.keyboard.press('End')
    await page.keyboard.type(' again')
    await preview.getByRole('heading', { name: 'The fair again' }).waitFor()
    expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(faults).toEqual([])
  },
  60_000,
)

test('the words of a template are changed in the mail, kept, and put into its new version', async () => {
  const { demo } = await demoForTest()
  const context = await browser().newContext({ ...asPerson, viewport: { width: 1280, height: 900 }, bypassCSP: true })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  const open = async () => {
    await page.goto(`${demo.url}/?lang=en`)
    await page.getByRole('button', { name: 'New campaign' }).first().click()
  }
  await open()
  await page.getByLabel('Name of the campaign').fill('Filled')
  await page.getByRole('combobox', { name: 'Template', exact: true }).selectOption('Workshop newsletter (English)')
  await page.getByRole('button', { name: 'Change the words' }).click()
  const mail = page.locator('sillage-template-editor .mail')
  await mail.getByRole('textbox', { name: 'Title', exact: true }).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Four harvests for {{company}}', { delay: 5 })
  await mail.getByRole('textbox', { name: 'Button' }).click()
  await page.keyboard.press('Control+K')
  await page.getByLabel('Address', { exact: true }).fill('port.example/taste')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page
    .frameLocator('sillage-preview iframe')
    .first()
    .getByRole('heading', { name: /^Four harvests for / })
    .waitFor()
  expect(await faultsOf(page)).toEqual([])

  // The designer changes the template; the author goes on with what was written.
  const { items } = await demo.sillage.templates.list({ limit: 200 })
  const { id = '' } = items.find(({ name }) => name === 'Workshop newsletter (English)') ?? {}
  const { document } = await demo.sillage.templates.get(id)
  if (document?.kind !== 'regions') throw new Error('The template has no places')
  const source = document.source.replaceAll('#7a3e1d', '#1d3e7a')
  await demo.sillage.templates.update(id, { document: { ...document, source } })
  await open()
  await page.getByRole('button', { name: 'Take the new version' }).click()
  await mail.getByRole('textbox', { name: 'Title', exact: true }).getByText('Four harvests for').waitFor()

  await page.getByRole('button', { name: 'Choose…' }).click()
  await page.getByRole('button', { name: 'A list of yours' }).click()
  await page.locator('textarea#pasted').fill('zoe@port.example, Zoé, Port')
  await page.getByText('1 contact', { exact: true }).last().waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Create and send to 1 person' }).click()
  await page.getByRole('button', { name: 'Create and send', exact: true }).click()
  await expect.poll(async () => (await demo.sillage.campaigns.list()).items.length, { timeout: 10_000 }).toBe(1)
  const [campaign] = (await demo.sillage.campaigns.list()).items
  const { html, document: filled } = await demo.sillage.campaigns.get(campaign?.id ?? '')
  expect(filled).toMatchObject({
    kind: 'regions',
    source,
    values: {
      headline: { content: [{ text: 'Four harvests for ' }, { type: 'field', attrs: { name: 'company' } }] },
      action: { href: 'https://port.example/taste' },
    },
  })
  expect(html).toMatch(/<h1 class="headline"[^>]*>Four harvests for {{company}}<\/h1>/)
  expect(html.match(/href="https:\/\/port\.example\/taste"/g)).toHaveLength(2)
  expect(html).not.toMatch(/data-edit|#7a3e1d/)
  expect(faults).toEqual([])
}, 60_000)
