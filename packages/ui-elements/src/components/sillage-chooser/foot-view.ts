import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ChoosingWords } from '../../locales/choosing-en.ts'
import { reachText } from '../sillage-recipients/part-text.ts'
import type { Reach } from '../sillage-recipients/reach.ts'
import { noChoice, type RecipientChoice } from '../sillage-recipients/recipient-choice.ts'

/** Whom the whole choice reaches, and how many of them are left out. */
export function reachedView(
  { except }: RecipientChoice,
  { count, counting, failure }: Reach,
  words: ChoosingWords,
  format: Format,
): TemplateResult {
  const text = words.recipients
  if (failure !== undefined) return html`${text.uncounted}`
  if (counting || count === undefined) return html`<span class="muted">${text.counting}</span>`
  if (count.total === 0) return html`${text.nobody}`
  const { suppressed } = count
  const more = [
    ...(suppressed === 0 ? [] : [text.suppressed(format.number(suppressed), suppressed)]),
    ...(except.length === 0 ? [] : [text.excepted(format.number(except.length))]),
  ]
  return html`<b class="num">${reachText(count, words, format)}</b>
    ${more.length === 0 ? nothing : html`<span class="muted"> · ${more.join(' · ')}</span>`}`
}

/** Says that others take the place of those the campaign has, and takes that back. */
export function replacedView(
  choice: RecipientChoice,
  own: RecipientChoice['own'],
  words: ChoosingWords,
  format: Format,
  change: (choice: RecipientChoice) => void,
): unknown {
  if (own === undefined || choice.own !== undefined) return nothing
  const text = words.chooser
  return html`<div class="muted">
    ${text.replaced(format.number(own.total), own.total)}
    <button type="button" class="quiet compact" @click=${() => change({ ...noChoice, own })}>${text.keepOwn}</button>
  </div>`
}
