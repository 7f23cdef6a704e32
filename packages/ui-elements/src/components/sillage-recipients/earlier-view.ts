import type { MessageStatus } from '@sillage/core/browser'
import { html, type TemplateResult } from 'lit'
import type { Locale } from '../../locales/en.ts'
import type { RecipientChoice } from './recipient-choice.ts'

/** The recipients of an earlier campaign: all, or those with or without an open or a click. */
export function earlierView(
  choice: RecipientChoice,
  words: Locale,
  change: (status: MessageStatus | '') => void,
): TemplateResult {
  const text = words.recipients
  const options: [MessageStatus | '', string][] = [
    ['', text.everyone],
    ['sent', text.didNotOpen],
    ['opened', text.opened],
    ['clicked', text.clicked],
    ['failed', text.failedOnes],
  ]
  return html`<div class="field">
    <label for="who" class="small wrap">${text.sameAs(choice.campaignName)}</label>
    <select id="who" @change=${(event: Event) => change((event.target as HTMLSelectElement).value as MessageStatus | '')}>
      ${options.map(([status, label]) => html`<option value=${status} .selected=${status === choice.status}>${label}</option>`)}
    </select>
  </div>`
}
