import { html, nothing, type TemplateResult } from 'lit'
import type { Desk } from './desk.ts'
import { keepFocus } from './keep-focus.ts'
import { type Entry, entriesOf } from './list-entries.ts'

/** The open list; the message names its active entry while it keeps the focus. */
export function optionList(desk: Desk): TemplateResult | typeof nothing {
  const entries = entriesOf(desk)
  if (entries.length === 0) return nothing
  const { opened } = desk
  const slash = opened === 'slash'
  return html`<div class="pop list" @mousedown=${keepFocus}>
    <div
      role="listbox"
      id="list"
      tabindex=${slash ? -1 : 0}
      aria-label=${labelOf(desk)}
      aria-activedescendant="entry-${desk.active}"
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') {
          event.stopPropagation()
          back(desk)
        } else listKey(desk, event)
      }}
      @focusout=${() => !slash && desk.opened === opened && desk.hide()}
    >${entries.map((entry, index) => option(desk, entry, index))}</div>
  </div>`
}

/** A key for the open list; true when it was taken. */
export function listKey(desk: Desk, event: KeyboardEvent): boolean {
  const entries = entriesOf(desk)
  if (entries.length === 0) return false
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: entries.length - 1 }
  const step = steps[event.key]
  if (step !== undefined) {
    event.preventDefault()
    desk.active = (desk.active + step) % entries.length
    desk.redraw()
    const root = (event.target as Element).getRootNode() as ShadowRoot
    root.getElementById(`entry-${desk.active}`)?.scrollIntoView({ block: 'nearest' })
    return true
  }
  if (event.key !== 'Enter' && !(event.key === 'Tab' && desk.opened === 'slash')) return false
  event.preventDefault()
  choose(desk, entries[desk.active])
  return true
}

function option(desk: Desk, entry: Entry, index: number): TemplateResult {
  return html`<div
    role="option"
    id="entry-${index}"
    aria-selected=${index === desk.active}
    aria-disabled=${entry.disabled === true}
    @mousemove=${() => {
      if (desk.active === index) return
      desk.active = index
      desk.redraw()
    }}
    @click=${() => choose(desk, entry)}
  >${entry.label}</div>`
}

function choose(desk: Desk, entry: Entry | undefined): void {
  if (entry === undefined || entry.disabled === true) return
  desk.hide()
  entry.choose()
}

/** To the button that opened the list, else to the message. */
function back(desk: Desk): void {
  const { anchor } = desk
  desk.hide()
  if (anchor instanceof HTMLElement) anchor.focus()
  else desk.engine?.view.focus()
}

function labelOf({ opened, words }: Desk): string {
  if (opened === 'field') return words.field
  if (opened === 'align') return words.align
  return opened === 'block' ? words.block : words.insert
}
