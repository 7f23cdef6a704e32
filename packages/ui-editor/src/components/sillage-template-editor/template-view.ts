import { html, nothing, type TemplateResult } from 'lit'
import type { TextKind } from '../../engine/commands/text-kind.ts'
import type { PlaceEngine } from '../../engine/place-engine.ts'
import { bubble } from '../sillage-editor/bubble.ts'
import type { Desk } from '../sillage-editor/desk.ts'
import { icons } from '../sillage-editor/icons.ts'
import { linkForm } from '../sillage-editor/link-form.ts'
import { optionList } from '../sillage-editor/option-list.ts'
import { preheaderField } from '../sillage-editor/preheader-field.ts'
import { settingsForm } from '../sillage-editor/settings-form.ts'
import { toolbar } from '../sillage-editor/toolbar.ts'
import type { Filling } from './filling.ts'
import { newVersion, type Taking } from './new-version.ts'
import { regionForm } from './region-form.ts'

const blockKinds: readonly TextKind[] = ['paragraph', 'heading1', 'heading2', 'heading3', 'bullet_list', 'ordered_list']

/** What the element shows of a template. */
export interface TemplateState {
  editable: boolean
  disabled: boolean
  noPreheader: boolean
  latest: string | undefined
  taking: Taking | undefined
  ask: (taking: Taking | undefined) => void
  focusOut: (event: FocusEvent) => void
}

/** The template as it looks, with what is done to its places around it. */
export function templateView(desk: Desk<PlaceEngine>, filling: Filling, state: TemplateState): TemplateResult {
  const { editable, disabled, latest } = state
  const goesOn = () => desk.goOn()
  const stop = (event: Event) => event.stopPropagation()
  return html`<div class="frame ${disabled ? 'disabled' : ''}" @input=${stop} @change=${stop} @focusout=${state.focusOut} @keydown=${goesOn} @pointerdown=${goesOn}>
    ${editable ? toolbar(desk, { kinds: filling.place?.kind === 'words' ? blockKinds : [], blocks: false }) : nothing}
    ${editable && latest !== undefined ? newVersion(desk, { ...state, latest }, filling) : nothing}
    ${editable ? [bar(desk, filling), above(desk, filling, state)] : nothing}
    <div
      class="stage"
      part="page"
      role="group"
      aria-label=${desk.words.foreignFrame}
      aria-disabled=${disabled ? 'true' : nothing}
      tabindex=${editable || disabled ? nothing : 0}
    >${filling.canvas}</div>
    ${editable ? floating(desk, filling) : nothing}
    <div class="said" role="status">${desk.said}</div>
  </div>`
}

/** Which place is written, how it is done until something was, and how many letters its designer has room for. */
function bar({ words: { template: text }, engine }: Desk<PlaceEngine>, filling: Filling): TemplateResult {
  const { place, isEmpty, history } = filling
  if (isEmpty) return html`<div class="bar">${text.nothing}</div>`
  const max = place?.region.max
  const length = Array.from(engine?.view.state.doc.textContent ?? '').length
  return html`<div class="bar">
    ${place === undefined ? nothing : html`<span>${place.label}</span>`}
    ${place === undefined || !history.canUndo ? html`<span>${text.how}</span>` : nothing}
    ${max == null ? nothing : html`<span class="count ${length > max ? 'over' : ''}">${text.letters(length, max)}</span>`}
  </div>`
}

/** What is not seen in the mail, and is read before it is opened. */
function above(
  desk: Desk<PlaceEngine>,
  filling: Filling,
  { noPreheader }: TemplateState,
): TemplateResult | typeof nothing {
  const { words } = desk
  const { document, above: boxes } = filling
  const showsPreheader = !noPreheader && (document.preheader !== undefined || !filling.hidesWords)
  if (!showsPreheader && boxes.length === 0) return nothing
  return html`<div class="above">
    ${showsPreheader ? html`<div class="row">${preheaderField(desk, document.preheader ?? '', (text) => filling.setPreheader(text))}</div>` : nothing}
    ${boxes.length === 0 ? nothing : html`<p>${words.template.above}</p>`}
    ${boxes.map(({ label, element }) => html`<div class="row"><span>${label}</span>${element}</div>`)}
  </div>`
}

function floating(desk: Desk<PlaceEngine>, filling: Filling): unknown {
  const { opened, engine } = desk
  if (opened === 'link') return linkForm(desk)
  if (opened === 'settings') return filling.asked === undefined ? settingsForm(desk) : regionForm(desk, filling)
  if (opened !== undefined) return optionList(desk)
  const { place } = filling
  const link = place?.link
  if (place === undefined || link === undefined || engine?.view.hasFocus() !== true) return bubble(desk)
  const href = filling.document.values[link.name]?.href ?? link.href ?? ''
  return bubble(
    desk,
    html`<button type="button" tabindex="-1" @click=${() => filling.ask(place)}>${icons.link}<span class="cut">${href}</span></button>`,
  )
}
