import { expect, test } from 'vitest'
import { faultsOf } from './faults-of.ts'
import { press, roomsForTest } from './room-page.ts'

const open = roomsForTest()

test.each([
  { width: 1280, scheme: 'light', dir: 'ltr' },
  { width: 1280, scheme: 'dark', dir: 'ltr' },
  { width: 390, scheme: 'dark', dir: 'ltr' },
  { width: 320, scheme: 'light', dir: 'ltr' },
  { width: 1280, scheme: 'light', dir: 'rtl' },
  { width: 320, scheme: 'dark', dir: 'rtl' },
] as const)(
  'templates and settings have no faults for axe and fit: $width px, $scheme, $dir',
  async (view) => {
    const { page, demo } = await open('templates', { ...view, demo: { ownSettings: true } })
    const found: Record<string, unknown> = {}
    const look = async (state: string) => {
      const faults = await faultsOf(page)
      if (faults.length > 0) found[state] = faults
    }
    const close = () => page.keyboard.press('Escape')
    await page.locator('sillage-picture iframe').first().waitFor()
    await look('cards')
    await press(page, 'New template')
    await press(page, 'Save')
    await look('a template that is refused')
    await close()
    const { id } = await demo.sillage.templates.create({ name: 'Letter', subject: 'Ours', html: '<p>Ours</p>' })
    await page.reload()
    await press(page, 'Edit Letter')
    await page.frameLocator('sillage-template iframe').getByText('Ours').waitFor()
    await page.getByLabel('Subject', { exact: true }).fill('Mine')
    await demo.sillage.templates.update(id, { subject: 'Theirs' })
    await press(page, 'Save')
    await page.getByText('Somebody else saved this template on').waitFor()
    await look('a conflict')
    await press(page, 'Load theirs')
    await press(page, 'Throw away')
    await expect.poll(() => page.getByLabel('Subject', { exact: true }).inputValue()).toBe('Theirs')
    await close()
    for (const action of ['Rename', 'Delete']) {
      await press(page, 'More actions for Letter')
      await look('menu')
      await page.getByRole('menuitem', { name: action }).click()
      await look(action)
      await close()
    }
    await press(page, 'Settings')
    await press(page, 'Add a sender')
    await page.locator('sillage-sender').getByRole('button', { name: 'Save' }).click()
    await look('a sender that is refused')
    await close()
    await press(page, 'Change Look')
    await page.getByLabel('Links').fill('#cccccc')
    await look('look')
    await close()
    await press(page, 'Discard changes')
    await press(page, 'Add a topic')
    await press(page, 'Add a language')
    await look('topic')
    await close()
    await press(page, 'Discard changes')
    await look('settings')
    expect(JSON.stringify(found).slice(0, 2000)).toBe('{}')
  },
  120_000,
)
