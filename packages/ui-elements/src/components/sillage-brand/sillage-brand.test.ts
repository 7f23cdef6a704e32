import type { BrandInput } from '@sillage/core/document'
import { expect, test } from 'vitest'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, focused, one, settled, type, until } from '../../../test/support/mount.ts'
import { asked, inside, isClosed, openDialog, openRoom, sentTo, spoil, texts } from '../../../test/support/room.ts'

const updatedAt = '2026-01-01T00:00:00.000Z'

/** The settings, with this look set; `change` opens its dialog. */
async function settings(value: BrandInput | null = null) {
  const server = createFakeServer()
  if (value !== null) server.settings.values.brand = { value, updatedAt }
  const { notices } = await openRoom('campaign-settings', server)
  await until(() => all('section').length === 3)
  const section = () => one('section[aria-label=Look]')
  const written = () => sentTo(server, 'putSetting')
  return { server, notices, section, written }
}

async function change(value: BrandInput | null = null) {
  const opened = await settings(value)
  button('Change Look').focus()
  button('Change Look').click()
  const dialog = await openDialog('sillage-brand')
  await settled(1)
  const field = (id: string) => one<HTMLInputElement>(`[id="${id}"]`, dialog)
  const colour = (label: string) =>
    one<HTMLInputElement>(
      'input',
      all('.colours label', dialog).find((one) => one.textContent?.trim() === label),
    )
  const fill = async (input: HTMLInputElement, value: string) => {
    type(input, value)
    await settled(1)
  }
  const press = async (label: string) => {
    button(label, dialog).click()
    await settled(1)
  }
  const upload = (name: string) => {
    const data = new DataTransfer()
    data.items.add(new File(['a picture'], name))
    field('file').files = data.files
    field('file').dispatchEvent(new Event('change'))
  }
  return { ...opened, dialog, field, colour, fill, press, upload }
}

const warnings = (root?: ParentNode) => texts('.warnings li', root)
const mail = (label: string, root: ParentNode) =>
  (one(`sillage-picture[aria-label="${label}"]`, root) as HTMLElement & { mail: string }).mail

test('the look is shown in both themes, and what of it cannot be read well', async () => {
  const { section } = await settings()
  expect(texts('p', section())).toEqual(['Nothing is set: mails have the built-in look.'])
  expect(texts('button', section())).toEqual(['Change'])
  expect([texts('figcaption', section()), warnings(section())]).toEqual([['Light', 'Dark'], []])
  const own = await settings({ light: { button: '#ffff00', buttonText: '#ffffff' }, dark: { button: '#123456' } })
  expect(texts('p', own.section())[0]).toBe(
    'The colours, fonts and logo of mails made with the editor, and of the pages that recipients reach.',
  )
  expect(texts('button', own.section())).toEqual(['Back to the built-in look', 'Change'])
  expect(warnings(own.section())[0]).toBe(
    'Light: “Words on buttons” on “Buttons” is hard to read, 1.1 to 1. It takes 4.5.',
  )
  const [light, dark] = [
    mail('A mail in the light look', own.section()),
    mail('A mail in the dark look', own.section()),
  ]
  expect([light.includes('#ffff00'), light.includes('#123456')]).toEqual([true, false])
  expect([dark.includes('#ffff00'), dark.includes('#123456')]).toEqual([false, true])
  expect(light).toContain('This is what your mails look like: words, a link and a button.')
})

test('colours are chosen for each theme, seen at once, and only what differs is stored', async () => {
  const { dialog, field, colour, fill, press, written, notices, section } = await change()
  const pressed = () => all('[aria-pressed=true]', dialog).map(({ textContent }) => textContent)
  expect([texts('h2', dialog), pressed(), colour('Links').type]).toEqual([['Look'], ['Light'], 'color'])
  await fill(colour('Links'), '#ff0000')
  expect(mail('A mail in the light look', dialog)).toContain('#ff0000')
  expect(texts('[role=status]', dialog)[0]).toMatch(/^Light: “Links” on “Behind the words” is hard to read, 4 to 1\./)
  await press('Dark')
  expect([pressed(), colour('Links').value === '#ff0000', all('sillage-picture', dialog).length]).toEqual([
    ['Dark'],
    false,
    1,
  ])
  await fill(colour('Buttons'), '#00ff00')
  expect(mail('A mail in the dark look', dialog)).toContain('#00ff00')
  await fill(field('font'), 'Georgia, serif')
  await fill(field('headingFont'), 'Verdana, sans-serif')
  await fill(field('width'), '640')
  await fill(field('radius'), '2')
  await press('Save')
  await until(() => isClosed('sillage-brand'))
  const value = {
    light: { link: '#ff0000' },
    dark: { button: '#00ff00' },
    font: 'Georgia, serif',
    headingFont: 'Verdana, sans-serif',
    width: 640,
    radius: 2,
  }
  expect(written()).toEqual([['PUT', '/settings/brand', { value }]])
  expect(notices).toEqual(['success: Settings saved'])
  await until(() => texts('button', section()).length === 2)
  expect(focused()?.ariaLabel).toBe('Change Look')
})

test('a logo is uploaded, needs a text, and is not drawn wider than it may be', async () => {
  const { server, dialog, field, fill, press, upload, written } = await change()
  const mend = spoil(server, 'createAsset', () => server.refuse('unsupported_media_type', 'no'))
  upload('logo.tiff')
  await until(() => texts('[id="logo.src-error"]', dialog)[0] === 'This value is not accepted.')
  expect(field('logo.src').getAttribute('aria-invalid')).toBe('true')
  mend()
  upload('logo.png')
  await until(() => field('logo.src').value === 'https://files.example/logo.png')
  expect([field('logo.width').value, texts('[id="logo.src-error"]', dialog)]).toEqual(['200', ['']])
  await fill(field('logo.alt'), ' ')
  await press('Save')
  expect([texts('[id="logo.alt-error"]', dialog), focused(), written()]).toEqual([
    ['Say what the logo says.'],
    field('logo.alt'),
    [],
  ])
  await fill(field('logo.alt'), 'Port')
  await fill(field('logo.href'), 'https://port.example')
  const refuse = spoil(server, 'putSetting', () => server.refuse('invalid_field', 'no', 'value.logo.href'))
  await press('Save')
  await until(() => texts('[id="logo.href-error"]', dialog)[0] === 'This value is not accepted. (no)')
  expect(focused()).toBe(field('logo.href'))
  refuse()
  await fill(field('logo.width'), '150')
  await press('Save')
  await until(() => isClosed('sillage-brand'))
  const logo = { src: 'https://files.example/logo.png', alt: 'Port', width: 150, href: 'https://port.example' }
  expect(written()[1]?.[2]).toEqual({ value: { logo } })
})

test('what somebody else set meanwhile is replaced only when that is confirmed', async () => {
  const { server, dialog, field, fill, press, written } = await change({ radius: 4 })
  expect([field('radius').value, field('width').value]).toEqual(['4', '600'])
  await fill(field('radius'), '8')
  server.settings.values.brand = { value: { radius: 6 }, updatedAt: '2026-01-02T00:00:00.000Z' }
  await press('Save')
  expect(await asked()).toEqual([
    'Save over what somebody else set?',
    'Somebody changed the look while you did. Theirs is lost if you save yours.',
    'Back',
    'Save mine',
  ])
  expect(one('dialog.narrow[open] .danger').textContent?.trim()).toBe('Save mine')
  await answer('Back')
  await until(() => !button('Save', dialog).matches(':disabled'))
  expect([written(), isClosed('sillage-brand'), field('radius').value]).toEqual([[], false, '8'])
  await press('Save')
  await answer('Save mine')
  await until(() => isClosed('sillage-brand'))
  expect(written()).toEqual([['PUT', '/settings/brand', { value: { radius: 8 } }]])
})

test('the built-in look comes back when that is confirmed', async () => {
  const { server, section, written, notices } = await settings({ radius: 4 })
  button('Back to the built-in look').click()
  expect(await asked()).toEqual([
    'Give up your own look?',
    'Colours, fonts and logo are forgotten. Campaigns that were made before keep theirs.',
    'Back',
    'Give it up',
  ])
  await answer('Back')
  await until(() => all('dialog.narrow[open]').length === 0)
  expect(written()).toEqual([])
  spoil(server, 'putSetting', () => server.refuse('forbidden', 'no'))
  button('Back to the built-in look').click()
  await answer('Give it up')
  await until(() => notices.length === 1)
  expect([notices[0]?.startsWith('error: That did not work'), texts('button', section()).length]).toEqual([true, 2])
  server.state.intercept = undefined
  button('Back to the built-in look').click()
  await answer('Give it up')
  await until(() => texts('button', section()).join() === 'Change')
  expect(written().at(-1)).toEqual(['PUT', '/settings/brand', { value: null }])
  expect(notices[1]).toBe('success: Settings saved')
  expect(inside('sillage-settings').querySelector('[role=alert]')).toBeNull()
})
