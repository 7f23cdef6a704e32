import type { RegionDocument } from '@sillage/core/document'
import { html, nothing, type TemplateResult } from 'lit'
import type { Desk } from '../sillage-editor/desk.ts'
import type { Filling } from './filling.ts'

/** What is asked before words are lost. */
export interface Taking {
  document: RegionDocument
  lost: readonly string[]
}

/** Says that the template is another since, and takes its new version; what would be lost with it is named before. */
export function newVersion(
  { words }: Desk,
  { latest, taking, ask }: { latest: string; taking: Taking | undefined; ask: (taking: Taking | undefined) => void },
  filling: Filling,
): TemplateResult | typeof nothing {
  if (!filling.isNew(latest)) return nothing
  const { template: text } = words
  const take = (taken: RegionDocument) => {
    ask(undefined)
    filling.take(taken)
  }
  const begin = () => {
    const { document, lost } = filling.inVersion(latest)
    if (lost.length === 0) take(document)
    else ask({ document, lost })
  }
  if (taking === undefined)
    return html`<div class="version" role="group" aria-label=${text.newer}>
      <p>${text.newer}</p>
      <div class="actions"><button type="button" class="quiet" @click=${begin}>${text.take}</button></div>
    </div>`
  return html`<div class="version" role="group" aria-label=${text.lost}>
    <p id="lost">${text.lost}</p>
    <ul>${taking.lost.map((label) => html`<li>${label}</li>`)}</ul>
    <div class="actions">
      <button type="button" class="quiet keep" @click=${() => ask(undefined)}>${text.keep}</button>
      <button type="button" class="quiet" aria-describedby="lost" @click=${() => take(taking.document)}>${text.takeAnyway}</button>
    </div>
  </div>`
}
