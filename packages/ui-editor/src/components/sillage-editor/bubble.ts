import { html, nothing, type TemplateResult } from 'lit'
import type { Desk } from './desk.ts'
import { icons } from './icons.ts'
import { keepFocus } from './keep-focus.ts'

/** At the selection: how its words are written and where they lead, the settings of what is chosen, and `more`. */
export function bubble(desk: Desk, more?: TemplateResult): TemplateResult | typeof nothing {
  const { engine, words } = desk
  if (engine === undefined || desk.opened !== undefined || !engine.view.hasFocus()) return nothing
  const { range, strong, em, link, canLink, settings } = engine.standing()
  const inText = range && canLink
  if (!inText && link === undefined && settings === undefined && more === undefined) return nothing
  const toggle = (label: string, sign: TemplateResult, pressed: boolean, press: () => unknown) =>
    html`<button type="button" tabindex="-1" aria-label=${label} title=${label} aria-pressed=${pressed} @click=${press}>${sign}</button>`
  return html`<div class="pop bubble" part="bubble" role="group" aria-label=${words.selection} @mousedown=${keepFocus}>
    ${
      inText
        ? [
            toggle(words.bold, icons.bold, strong, () => engine.bold()),
            toggle(words.italic, icons.italic, em, () => engine.italic()),
            toggle(words.link, icons.link, link !== undefined, () => desk.openForm('link')),
          ]
        : nothing
    }
    ${
      link !== undefined && !inText
        ? html`<button type="button" tabindex="-1" @click=${() => desk.openForm('link')}>${icons.link}<span class="cut">${link}</span></button>`
        : nothing
    }
    ${
      settings === undefined
        ? nothing
        : html`<button type="button" tabindex="-1" @click=${() => desk.openForm('settings')}>${icons.settings}${words.settings[settings.type]}</button>`
    }${more ?? nothing}
  </div>`
}
