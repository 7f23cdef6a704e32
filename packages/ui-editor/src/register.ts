/**
 * Defines `<sillage-editor>`; import it for that alone.
 *
 * @module @sillage/ui-editor/register
 */

import { SillageEditor } from './components/sillage-editor/sillage-editor.ts'

// On a server there is nothing to define; and of two copies of the package the first is used.
if (typeof customElements !== 'undefined' && customElements.get(SillageEditor.tag) === undefined)
  customElements.define(SillageEditor.tag, SillageEditor)

declare global {
  interface HTMLElementTagNameMap {
    'sillage-editor': SillageEditor
  }
}
