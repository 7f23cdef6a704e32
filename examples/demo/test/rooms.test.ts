import { expect, test } from 'vitest'
import { faultsOf } from './faults-of.ts'
import { press, roomsForTest } from './room-page.ts'

const open = roomsForTest()

test('a person adds, changes and deletes a contact, and only what was changed is written', async () => {
  const { page, faults, demo } = await open('contacts')
  const { contacts } = demo.sillage
  await press(page, 'Add a contact')
  await page.getByLabel('Email', { exact: true }).fill('nobody')
  await press(page, 'Save')
  await page.getByText('Give an email address.').waitFor()
  await page.getByLabel('Email', { exact: true }).fill('zoe@port.example')
  await page.getByLabel('Name', { exact: true }).fill('Zoé Le Guen')
  await page.getByLabel('Tags', { exact: true }).fill('client, port , client')
  await press(page, 'Save')
  await page.getByText('Contact saved').waitFor()
  const added = (await contacts.list({ q: 'zoe@port' })).items[0]
  expect(added).toMatchObject({ name: 'Zoé Le Guen', tags: ['client', 'port'] })

  await page.getByPlaceholder('Name, email or company').fill('Zoé Le Guen')
  await page.getByRole('status').getByText('1 contact', { exact: true }).waitFor()
  await press(page, /^Zoé Le Guen/)
  await contacts.update(added?.id ?? '', { data: { level: 3 } })
  await page.getByLabel('Company').last().fill('Port de Brest')
  await press(page, 'Save')
  await expect.poll(async () => (await contacts.get(added?.id ?? '')).company).toBe('Port de Brest')
  expect((await contacts.get(added?.id ?? '')).data).toEqual({ level: 3 })

  await press(page, /^Zoé Le Guen/)
  await press(page, 'Delete')
  await press(page, 'Delete the contact')
  await page.getByText('Nobody matches.').waitFor()
  expect((await contacts.list({ q: 'zoe@port' })).items).toEqual([])
  expect(faults).toEqual([])
}, 60_000)

test('what was typed is not lost by closing: a question comes first', async () => {
  const { page } = await open('contacts')
  await press(page, 'Add a contact')
  await page.getByLabel('Email', { exact: true }).fill('zoe@port.example')
  await page.keyboard.press('Escape')
  await page.getByText('Close without saving?').waitFor()
  await page.keyboard.press('Escape')
  expect(await page.getByLabel('Email', { exact: true }).inputValue()).toBe('zoe@port.example')
}, 60_000)

test('a French file in the letters of Windows is imported by the columns that are chosen, with a report', async () => {
  const { page, faults, demo } = await open('contacts', { width: 390 })
  const { contacts } = demo.sillage
  await press(page, 'Import')
  const rows = [
    'Contact principal;Prénom;Nom;Société;Ville',
    'zoe@port.example;Zoé;Le Guen;Port de Brest;Brest',
    'x;;;;',
  ]
  const file = { name: 'clients.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\r\n'), 'latin1') }
  await page.locator('sillage-import input[type=file]').setInputFiles(file)
  const start = page.locator('sillage-import').getByRole('button', { name: 'Import', exact: true })
  const principal = page.getByLabel('Becomes: Contact principal')
  // No usual heading: its first row is an address.
  expect(await principal.inputValue()).toBe('email')
  await principal.selectOption('')
  await start.click()
  await page.getByText('Say which column holds the email addresses.').waitFor()
  await principal.selectOption('email')
  await start.click()
  await page.getByText('1 contact added').waitFor()
  await page.getByText('1 row left out').waitFor()
  await page.getByText('This is no email address.').waitFor()
  const [found] = (await contacts.list({ q: 'zoe@port' })).items
  expect(found).toMatchObject({ name: 'Zoé Le Guen', company: 'Port de Brest', data: { Ville: 'Brest' } })
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  expect(faults).toEqual([])
}, 60_000)

test('addresses are held back and lifted, each with its reason and after a question', async () => {
  const { page, faults, demo } = await open('suppressions')
  const { suppressions } = demo.sillage
  await press(page, 'Add addresses')
  const typed = page.getByLabel('One address on a line.')
  await typed.fill('ada@old.example\nnothing')
  await press(page, /^Stop mails to 1/)
  await page.getByText('Not an address: line 2.').waitFor()
  await typed.fill('ada@old.example\nbob@old.example')
  await press(page, 'Stop mails to 2 addresses')
  await page.getByText('2 addresses get no more mail').waitFor()
  const held = async () => (await suppressions.list({ q: 'old' })).items.map(({ email }) => email)
  await page.getByPlaceholder('Address').fill('ada')
  await page.getByRole('status').getByText('1 address', { exact: true }).waitFor()
  await press(page, 'Allow mails again')
  await page.getByText('Somebody here stopped mails to this address.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Allow mails again' }).click()
  await page.getByText('ada@old.example may be mailed again').waitFor()
  expect(await held()).not.toContain('ada@old.example')
  expect((await suppressions.list({ q: 'bob' })).items[0]?.reasons).toMatchObject([{ reason: 'manual' }])
  expect(faults).toEqual([])
}, 60_000)

test.each([
  { width: 1280, scheme: 'light', dir: 'ltr' },
  { width: 390, scheme: 'dark', dir: 'ltr' },
  { width: 320, scheme: 'light', dir: 'rtl' },
] as const)(
  'the rooms have no faults for axe and fit: $width px, $scheme, $dir',
  async (view) => {
    const { page } = await open('contacts', view)
    const found: Record<string, unknown> = {}
    const look = async (state: string) => {
      const faults = await faultsOf(page)
      if (faults.length > 0) found[state] = faults
    }
    await page.locator('contact-manager .who').first().waitFor()
    await look('contacts')
    await page.locator('contact-manager .who').first().click()
    await page.getByText('Rights of this person').waitFor()
    await look('one contact')
    await page.keyboard.press('Escape')
    await press(page, 'Import')
    const buffer = Buffer.from('email;name\nx;Zoé\nzoe@port.example;Zoé\nzoe@port.example;Zoé\n')
    await page.locator('sillage-import input[type=file]').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer })
    await page.getByText('What is in the columns?').waitFor()
    await look('columns')
    await page.locator('sillage-import').getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('1 contact added').waitFor()
    await look('report')
    await page.keyboard.press('Escape')
    await press(page, 'Not mailed')
    await page.getByText('Every address may be mailed.').waitFor()
    await look('none held back')
    await press(page, 'Add addresses')
    await page.getByLabel('One address on a line.').fill('ada@old.example')
    await look('addresses')
    await press(page, /^Stop mails to 1/)
    await page.locator('suppression-list').getByText('ada@old.example').waitFor()
    await look('held back')
    await press(page, 'Settings')
    await page.getByText('Set by the installation').first().waitFor()
    await look('settings that cannot be changed here')
    expect(JSON.stringify(found).slice(0, 2000)).toBe('{}')
  },
  60_000,
)
