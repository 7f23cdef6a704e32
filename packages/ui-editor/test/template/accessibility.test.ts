import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { SillageTemplateEditor } from '../../src/index.ts'
import { axe } from '../support/axe.ts'
import { click, mountTemplate, press, settled } from '../support/editor.ts'
import { box, writeAt } from '../support/template.ts'
import { marked } from './mails.ts'

type State = [what: string, act: (editor: SillageTemplateEditor) => Promise<void>]
const states: State[] = [
  ['shown', async () => {}],
  ['written in', (editor) => writeAt(editor, 'story')],
  ['offering fields', (editor) => click(editor, 'Field')],
  ['asking where words lead', (editor) => writeAt(editor, 'go').then(() => press('{Control>}k{/Control}'))],
  ['asking for a picture', async (editor) => press('{Escape}').then(() => userEvent.click(box(editor, 'photo')))],
  ['refusing one', async () => press('{Control>}a{/Control}nowhere{Enter}')],
  [
    'asking before words are lost',
    async (editor) => {
      await press('{Escape}')
      await writeAt(editor, 'story')
      await press('!')
      await click(editor, 'Take the new version')
    },
  ],
  [
    'disabled',
    async (editor) => {
      editor.disabled = true
    },
  ],
]

const ofFrame = new Set(['refusing one', 'asking before words are lost'])

test.each(['light', 'dark'] as const)('in the %s scheme it has no faults in any state', async (theme) => {
  const latest = marked.replace('data-edit="story"', 'data-edit="tale"')
  const editor = await mountTemplate(marked, { theme, latest })
  const faults: Record<string, string[]> = {}
  for (const [what, act] of states) {
    await act(editor)
    await settled(editor)
    // The frame has the colours of the scheme; the mail has its own in both.
    if (theme === 'dark' && !ofFrame.has(what)) continue
    const found = await axe()
    if (found.length > 0) faults[what] = found
  }
  expect(faults).toEqual({})
})
