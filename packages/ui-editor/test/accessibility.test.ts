import { button, heading, paragraph } from '@sillage/core/document'
import { describe, expect, onTestFinished, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { axe } from './support/axe.ts'
import { caretAtEnd, caretIn, click, mail, mountEditor, part, press, settled, writeIn } from './support/editor.ts'

const column = (text: string) => ({ type: 'column' as const, content: [paragraph(text)] })
const everything = mail(
  heading(1, 'The festival'),
  paragraph('Hello ', { field: 'name', fallback: 'there' }, ', ', { link: 'https://harbour.example/', text: 'come' }),
  { type: 'bullet_list', content: [{ type: 'list_item', content: [paragraph('Boats')] }] },
  { type: 'quote', content: [paragraph('The best evening')] },
  { type: 'divider' },
  { type: 'image', attrs: { src: '' } },
  { type: 'columns', content: [column('one'), column('two')] },
  button('Go', ''),
)

describe.each(['light', 'dark'] as const)('in the %s scheme', (theme) => {
  test.each([
    ['is empty', mail(''), async () => {}],
    ['has everything in it', everything, async () => {}],
    ['offers blocks for /', mail(''), async () => press('/')],
    ['has its list open', mail('One'), async (editor) => click(editor, 'Insert')],
    ['has a bubble at the selection', mail('One'), async () => press('{Shift>}{Home}{/Shift}')],
    ['asks for a link', mail('One'), async () => press('{Control>}k{/Control}')],
    ['refuses a link', mail('One'), async () => press('{Control>}k{/Control}{Enter}')],
    ['asks for a picture', mail('One'), async (editor) => click(editor, 'Insert').then(() => click(editor, 'Picture'))],
  ] as [string, ReturnType<typeof mail>, (editor: Awaited<ReturnType<typeof mountEditor>>) => Promise<void>][])(
    'the editor has no faults when it %s',
    async (_, value, act) => {
      const editor = await mountEditor({ value, theme })
      await caretAtEnd(editor)
      await act(editor)
      await settled(editor)
      expect(await axe()).toEqual([])
    },
  )

  test('it has none with the settings of each thing, the other lists, and what was said', async () => {
    const editor = await mountEditor({ value: everything, theme, upload: () => Promise.reject(new Error('no')) })
    const at = (selector: string) => caretIn(editor, part(editor, selector))
    const states: Record<string, () => Promise<void>> = {
      'a list of fields': () => at('.message h1').then(() => click(editor, 'Field')),
      alignment: () => press('{Escape}').then(() => click(editor, 'Alignment')),
      'what is done to a block': () => press('{Escape}').then(() => click(editor, 'Block')),
      'a button': () => at('[data-button] span').then(() => press('{Control>}k{/Control}')),
      'a picture with a file': () =>
        press('{Escape}')
          .then(() => userEvent.click(part(editor, '.message .no-image')))
          .then(() => press('{Control>}k{/Control}')),
      'a field': async () => {
        await press('{Escape}')
        await at('.message p')
        await userEvent.click(part(editor, '.message .sillage-field'))
        await press('{Control>}k{/Control}')
      },
      columns: () =>
        press('{Escape}')
          .then(() => at('[data-column] p'))
          .then(() => click(editor, 'Columns')),
      'the footer': () =>
        press('{Escape}')
          .then(() => at('footer p'))
          .then(() => click(editor, 'Footer')),
      'what was said': () => press('{Escape}').then(() => press('{Control>}a{/Control}{Delete}')),
      'a document that is not known': async () => {
        editor.value = mail({ type: 'carousel' } as never)
      },
    }
    const faults: Record<string, string[]> = {}
    for (const [what, act] of Object.entries(states)) {
      await act()
      await settled(editor)
      const found = await axe()
      if (found.length > 0) faults[what] = found
    }
    expect(faults).toEqual({})
    expect(part(editor, '.trouble')).toBeDefined()
  })

  test.each(['readonly', 'disabled'] as const)('it has none when it is %s', async (how) => {
    await mountEditor({ value: everything, theme, [how]: true })
    expect(await axe()).toEqual([])
  })
})

test('in the window that 400 % leave, the chosen entry of a list can be seen', async () => {
  const { innerWidth: width, innerHeight: height } = window
  onTestFinished(() => page.viewport(width, height))
  await page.viewport(320, 256)
  const editor = await writeIn('')
  await press('/')
  await settled(editor)
  for (const key of ['ArrowUp', 'ArrowDown']) {
    await press(`{${key}}`)
    const { top, bottom } = part(editor, '[aria-selected=true]').getBoundingClientRect()
    expect([key, top >= 0, bottom <= innerHeight]).toEqual([key, true, true])
  }
})

test('targets are 44 pixels high where a screen is touched, and fields do not make it zoom', async () => {
  const editor = await mountEditor()
  const rules = [...(editor.shadowRoot?.adoptedStyleSheets ?? [])].flatMap(({ cssRules }) => [...cssRules])
  const touched = rules.filter((rule) => rule instanceof CSSMediaRule && rule.conditionText === '(pointer: coarse)')
  const text = touched.map(({ cssText }) => cssText).join('\n')
  expect(text).toMatch(/button, select, input \{[^}]*min-block-size: 44px/)
  expect(text).toMatch(/select, input \{[^}]*font-size: 16px/)
  expect(part(editor, '.toolbar')).toBeDefined()
})
