/**
 * Defines `<sillage-editor>` and `<sillage-template-editor>`; import it for that alone.
 *
 * @module @sillage/ui-editor/register
 */

import { SillageEditor } from './components/sillage-editor/sillage-editor.ts'
import { SillageTemplateEditor } from './components/sillage-template-editor/sillage-template-editor.ts'
import type { ElementsByTag } from './elements-by-tag.ts'

// On a server there is nothing to define; and of two copies of the package the first is used.
if (typeof customElements !== 'undefined')
  for (const element of [SillageEditor, SillageTemplateEditor])
    if (customElements.get(element.tag) === undefined) customElements.define(element.tag, element)

declare global {
  interface HTMLElementTagNameMap extends ElementsByTag {}
}
