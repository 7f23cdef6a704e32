import { html, type TemplateResult } from 'lit'
import type { WritingWords } from '../../locales/writing-en.ts'
import type { EarlierPart, RecipientChoice } from './recipient-choice.ts'

/** The recipients of an earlier campaign: all, or those with or without an open or a click. */
export function earlierView(
  choice: RecipientChoice,
  words: WritingWords,
  change: (part: EarlierPart) => void,
): TemplateResult {
  const text = words.recipients
  const options: [EarlierPart, string][] = [
    ['', text.everyone],
    ['unopened', text.didNotOpen],
    ['opened', text.opened],
    ['clicked', text.clicked],
  ]
  return html`<div class="field">
    <label for="who" class="small wrap">${text.sameAs(choice.campaignName)}</label>
    <select id="who" @change=${(event: Event) => change((event.target as HTMLSelectElement).value as EarlierPart)}>
      ${options.map(([part, label]) => html`<option value=${part} .selected=${part === choice.part}>${label}</option>`)}
    </select>
  </div>`
}
