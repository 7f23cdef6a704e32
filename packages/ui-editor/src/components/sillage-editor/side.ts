import { html, nothing, type TemplateResult } from 'lit'
import type { Desk } from './desk.ts'
import { icons } from './icons.ts'
import { keepFocus } from './keep-focus.ts'

/**
 * Beside the block the caret is in, for the pointer: insert a block, drag this one, move or delete it. Keys have `/`
 * and Alt with the arrows, and the toolbar has all of it.
 */
export function side(desk: Desk): TemplateResult | typeof nothing {
  const { engine, words } = desk
  if (engine === undefined || desk.form || !engine.view.hasFocus() || engine.standing().block === undefined)
    return nothing
  return html`<div class="side">
    <button
      type="button"
      tabindex="-1"
      aria-label=${words.insertBelow}
      title=${words.insertBelow}
      @mousedown=${keepFocus}
      @click=${({ currentTarget }: Event) => desk.openList('insert', currentTarget as Element)}
    >${icons.plus}</button>
    <button
      type="button"
      tabindex="-1"
      class="grip"
      draggable="true"
      aria-label=${words.moveBlock}
      title=${words.moveBlock}
      @click=${({ currentTarget }: Event) => desk.openList('block', currentTarget as Element)}
      @dragstart=${(event: DragEvent) => engine.dragBlock(event)}
    >${icons.grip}</button>
  </div>`
}
