import { html, svg, type TemplateResult } from 'lit'
import type { ManagingWords } from '../../locales/managing-en.ts'

/** Rows in the shape of those to come, so that nothing moves when they arrive. */
export function ghostRows(words: ManagingWords): TemplateResult {
  const row = html`<li class="item" aria-hidden="true">
    <div class="name"><div class="ghost short"></div></div>
    <div class="second"><div class="ghost lower"></div></div>
    <div class="line"><div class="wake"></div></div>
    <div class="state ghost badge"></div>
    <div class="actions"></div>
  </li>`
  return html`<div role="status" class="visually-hidden">${words.common.loading}</div><ul aria-hidden="true">${row}${row}${row}</ul>`
}

/** No campaign yet: what this is for, and the one thing to do. */
export function emptyList(words: ManagingWords, create: () => void): TemplateResult {
  return html`<div class="empty">
    <svg class="art" viewBox="0 0 260 60" aria-hidden="true">
      ${svg`<rect x="8" y="25" width="204" height="10" rx="5" class="far"/><rect x="82" y="25" width="130" height="10" rx="5" class="mid"/><rect x="148" y="25" width="64" height="10" rx="5" class="near"/><path d="m222 15 32 15-32 15 7-15z" class="near"/>`}
    </svg>
    <h2>${words.list.empty}</h2>
    <p class="muted">${words.list.emptyText}</p>
    <button type="button" class="primary" @click=${create}>${words.list.create}</button>
  </div>`
}
