import { button, heading, paragraph } from '@sillage/core/document'
import { describe, expect, test } from 'vitest'
import { axe } from './support/axe.ts'
import { caretAtEnd, click, mail, mountEditor, part, press, settled } from './support/editor.ts'

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

  test.each(['readonly', 'disabled'] as const)('it has none when it is %s', async (how) => {
    await mountEditor({ value: everything, theme, [how]: true })
    expect(await axe()).toEqual([])
  })
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
