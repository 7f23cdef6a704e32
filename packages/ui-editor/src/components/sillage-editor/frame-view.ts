import { html, nothing, type TemplateResult } from 'lit'
import type { TextKind } from '../../engine/commands/text-kind.ts'
import type { Engine } from '../../engine/engine.ts'
import type { Desk } from './desk.ts'
import { preheaderField } from './preheader-field.ts'
import { toolbar } from './toolbar.ts'

/** What the frame shows beside the desk. */
export interface Frame {
  /** Undefined where it is not written here. */
  preheader: string | undefined
  /** The footer has a link to the view in the browser. */
  view: boolean
  editable: boolean
  /** The mail, where the document cannot be written here. */
  foreign: string | undefined
  /** The engine could not be loaded. */
  failed: boolean
  setPreheader: (text: string) => void
  /** What floats over the page, once that is loaded. */
  floating: unknown
  focusOut: (event: FocusEvent) => void
}

/** The editor as it is drawn around the message, which belongs to the engine and is in no template. */
export function frameView(desk: Desk<Engine>, frame: Frame): TemplateResult {
  const { words } = desk
  const { editable, foreign, failed, view } = frame
  const goesOn = () => desk.goOn()
  const { preheader, setPreheader } = frame
  const writes = editable && foreign === undefined && !failed
  // Events of its own fields are not those of the element.
  return html`<div class="frame" @input=${stop} @change=${stop} @focusout=${frame.focusOut} @keydown=${goesOn} @pointerdown=${goesOn}>
    ${writes ? toolbar(desk, { kinds: Object.keys(words.kinds) as TextKind[], blocks: true }) : nothing}
    ${writes && preheader !== undefined ? html`<div class="preheader">${preheaderField(desk, preheader, setPreheader)}</div>` : nothing}
    ${failed ? html`<p class="trouble" role="alert">${words.failed}</p>` : nothing}
    ${foreign === undefined ? nothing : foreignView(desk, foreign)}
    <div class="page" part="page" @mousedown=${(event: MouseEvent) => desk.engine?.pressedBeside(event)} ?hidden=${foreign !== undefined}>
      <div class="place"></div>
      <div class="under" aria-hidden="true"><span>${words.unsubscribe}</span>${view ? html` · <span>${words.viewInBrowser}</span>` : nothing}</div>
    </div>
    ${writes ? frame.floating : nothing}
    <div class="said" role="status">${desk.said}</div>
  </div>`
}

function foreignView({ words }: Desk, mail: string): TemplateResult {
  return html`<p class="trouble">${words.foreign}</p><iframe sandbox="" title=${words.foreignFrame} .srcdoc=${mail}></iframe>`
}

function stop(event: Event): void {
  event.stopPropagation()
}
