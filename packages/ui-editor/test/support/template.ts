import type { SillageTemplateEditor } from '../../src/index.ts'
import { press } from './editor.ts'

/** What is drawn of the mail. */
export function mailOf(editor: SillageTemplateEditor): ShadowRoot {
  const root = editor.shadowRoot?.querySelector('.mail')?.shadowRoot
  if (root == null) throw new Error('No mail is drawn')
  return root
}

/** The element of the mail that is this place. */
export function place(editor: SillageTemplateEditor, name: string): HTMLElement {
  const found = mailOf(editor).querySelector<HTMLElement>(`[data-edit="${name}"]`)
  if (found === null) throw new Error(`The mail has no place "${name}"`)
  return found
}

/** Where something of a place is changed. */
export function box(editor: SillageTemplateEditor, name: string): HTMLElement {
  const found = place(editor, name)
  const within = found.matches('.sillage-box') ? found : found.querySelector<HTMLElement>('.sillage-box')
  if (within === null) throw new Error(`Nothing of "${name}" can be changed`)
  return within
}

/** Puts the caret at the end of a place, as by Tab. */
export async function writeAt(editor: SillageTemplateEditor, name: string): Promise<void> {
  box(editor, name).focus()
  await editor.updateComplete
  // ProseMirror checks once more, 20 ms after it got the focus, whether the browser's selection is its own.
  await new Promise((resolve) => setTimeout(resolve, 30))
  await press('{End}')
}
