import { html, nothing, type TemplateResult } from 'lit'
import type { SettingsWords } from '../../locales/settings-en.ts'

/** One thing in a list of settings: what it is called, and what is said of it. */
interface Entry {
  name: string
  about: string
  change(): void
  remove(): void
}

export interface EntriesView {
  title: string
  text: string
  empty: string
  add: string
  /** An option of the host says them. */
  fixed: boolean
  entries: readonly Entry[]
  begin(): void
}

/** A list of settings, each with what one may do to it. */
export function entriesView(view: EntriesView, words: SettingsWords): TemplateResult {
  const text = words.settings
  const { title, fixed, entries } = view
  return html`<section class="panel" aria-label=${title}>
    <div class="head row">
      <div class="grow">
        <h2>${title}</h2>
        <p class="small muted">${view.text}</p>
        ${fixed ? html`<p class="small"><span class="pill off">${text.fixed}</span></p>` : nothing}
      </div>
      ${fixed ? nothing : html`<button type="button" @click=${view.begin}>${view.add}</button>`}
    </div>
    ${entries.length === 0 ? html`<p class="none muted">${view.empty}</p>` : html`<ul class="entries">${entries.map((entry) => entryView(entry, fixed, words))}</ul>`}
  </section>`
}

function entryView({ name, about, change, remove }: Entry, fixed: boolean, words: SettingsWords): TemplateResult {
  const text = words.settings
  return html`<li>
    <div class="grow">
      <b><bdi>${name}</bdi></b>
      <div class="small muted"><bdi>${about}</bdi></div>
    </div>
    ${
      fixed
        ? nothing
        : html`<div class="acts">
            <button type="button" class="quiet compact" aria-label=${text.changeOf(name)} @click=${change}>${text.change}</button>
            <button type="button" class="quiet compact" aria-label=${text.removeOf(name)} @click=${remove}>${text.remove}</button>
          </div>`
    }
  </li>`
}
