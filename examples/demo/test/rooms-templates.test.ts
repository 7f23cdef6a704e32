import { expect, test } from 'vitest'
import { press, roomsForTest } from './room-page.ts'

const open = roomsForTest()

test('a template is found, renamed, copied and deleted, after a question that says what it is used for', async () => {
  const { page, faults, demo } = await open('templates')
  const { templates, campaigns } = demo.sillage
  const names = async () => (await templates.list()).items.map(({ name }) => name)
  const welcome = { key: 'welcome', name: 'Welcome', subject: 'Welcome', html: '<p>Welcome on board</p>' }
  const { id } = await templates.create(welcome)
  const recipients = { where: { q: 'zzz' } }
  await campaigns.create({ name: 'First crossing', template: id, recipients, start: false })
  await page.reload()

  await page.getByPlaceholder('Name, subject or key').fill('WELC')
  await page.getByRole('status').getByText('1 template', { exact: true }).waitFor()
  await page.getByText('In 1 campaign', { exact: true }).waitFor()
  await page.frameLocator('sillage-picture iframe').getByText('Welcome on board').waitFor()

  const choose = async (action: string) => {
    await press(page, 'More actions for Welcome')
    await page.getByRole('menuitem', { name: action }).click()
  }
  await choose('Duplicate')
  await page.getByText('Template duplicated').waitFor()
  expect(await names()).toContain('Welcome (copy)')

  await press(page, 'More actions for Welcome (copy)')
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByLabel('Name of the template').last().fill('Welcome back')
  await page.locator('sillage-rename').getByRole('button', { name: 'Rename' }).click()
  await page.getByText('Template renamed').waitFor()
  expect(await names()).toContain('Welcome back')

  await page.getByRole('button', { name: 'More actions for Welcome', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const question = page.getByRole('dialog').filter({ hasText: 'Delete Welcome?' })
  await question.getByText('Made from it: First crossing.').waitFor()
  await question.getByText('Programs that name it by its key welcome will no longer find it.').waitFor()
  await press(page, 'Delete the template')
  await page.getByText('Template deleted').waitFor()
  expect(await names()).not.toContain('Welcome')
  expect((await campaigns.list()).items[0]?.name).toBe('First crossing')
  expect(faults).toEqual([])
}, 60_000)

test('a template is written with the editor, and changed only where somebody changed it', async () => {
  const { page, faults, demo } = await open('templates')
  const { templates } = demo.sillage
  await press(page, 'New template')
  await press(page, 'Save')
  await page.getByText('Give the template a name.').waitFor()
  await page.locator('sillage-template').getByLabel('Name of the template').fill('Harbour news')
  await page.getByLabel('Subject', { exact: true }).fill('News for {{name}}')
  await page.getByLabel('Preheader', { exact: true }).fill('From the quay')
  await page.locator('sillage-template sillage-editor [contenteditable]').fill('The boats are in.')
  await page.frameLocator('sillage-template iframe').getByText('The boats are in.').waitFor()
  await press(page, 'Save')
  await page.getByText('Template saved').waitFor()
  const made = (await templates.list()).items.find(({ name }) => name === 'Harbour news')
  const id = made?.id ?? ''
  const first = await templates.get(id)
  expect(first).toMatchObject({ subject: 'News for {{name}}', preheader: 'From the quay' })
  expect(JSON.stringify(first.document)).toContain('The boats are in.')

  await press(page, 'Edit Harbour news')
  await page.frameLocator('sillage-template iframe').getByText('The boats are in.').waitFor()
  await page.getByLabel('Preheader', { exact: true }).fill('')
  await page.keyboard.press('Escape')
  await page.getByText('Close without saving?').waitFor()
  await press(page, 'Go on writing')
  await press(page, 'Save')
  await expect.poll(async () => (await templates.get(id)).preheader).toBeNull()
  expect(await templates.get(id)).toMatchObject({ document: first.document, html: first.html })
  expect(faults).toEqual([])
}, 60_000)

test('what another person saved meanwhile is not overwritten unasked, and nothing written is lost', async () => {
  const { page, demo } = await open('templates')
  const { templates } = demo.sillage
  const { id } = await templates.create({ name: 'Letter', subject: 'Ours', html: '<p>Ours</p>' })
  await page.reload()
  const edit = async (subject: string, theirs: string) => {
    await page.getByRole('button', { name: 'Edit Letter', exact: true }).click()
    await page.frameLocator('sillage-template iframe').getByText('Ours').waitFor()
    await page.getByLabel('Subject', { exact: true }).fill(subject)
    await templates.update(id, { subject: theirs, preheader: theirs })
    await press(page, 'Save')
    await page.getByText('Somebody else saved this template on').waitFor()
    expect((await templates.get(id)).subject).toBe(theirs)
  }
  await edit('Mine', 'Theirs')
  await press(page, 'Save mine over it')
  await page.getByText('Where both of you changed the same field, theirs is lost.').waitFor()
  await page.locator('sillage-template sillage-confirm').getByRole('button', { name: 'Save mine over it' }).click()
  await expect.poll(async () => (await templates.get(id)).subject).toBe('Mine')
  // What only the other one changed is as the other one left it.
  expect((await templates.get(id)).preheader).toBe('Theirs')

  await edit('Mine again', 'Theirs again')
  await press(page, 'Save mine as another template')
  await page.getByText('Letter (copy)').first().waitFor()
  expect((await templates.get(id)).subject).toBe('Theirs again')

  await edit('Dropped', 'The last')
  await press(page, 'Load theirs')
  await press(page, 'Throw away')
  await expect.poll(() => page.getByLabel('Subject', { exact: true }).inputValue()).toBe('The last')

  await page.getByLabel('Subject', { exact: true }).fill('Kept')
  await templates.delete(id)
  await press(page, 'Save')
  await page.getByText('Somebody deleted this template meanwhile.').waitFor()
  await press(page, 'Save mine as another template')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect((await templates.list()).items[0]?.subject).toBe('Kept')
}, 60_000)
