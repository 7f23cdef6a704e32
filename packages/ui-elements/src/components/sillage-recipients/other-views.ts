import type { MessageStatus } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { Locale } from '../../locales/en.ts'
import { parseAddresses } from './parse-addresses.ts'
import type { RecipientChoice } from './recipient-choice.ts'

/** Addresses pasted from anywhere, with what could and could not be read of them. */
export function pasteView(
  choice: RecipientChoice,
  words: Locale,
  format: Format,
  invalid: boolean,
  change: (pasted: string) => void,
): TemplateResult {
  const text = words.recipients
  const { recipients, duplicates, invalid: lines } = parseAddresses(choice.pasted)
  return html`<div class="field">
    <label for="pasted" class="small">${text.pasteLabel}</label>
    <textarea
      id="pasted"
      spellcheck="false"
      autocapitalize="off"
      placeholder=${text.pasteHint}
      aria-describedby="read"
      aria-invalid=${invalid || lines.length > 0}
      .value=${choice.pasted}
      @input=${(event: InputEvent) => change((event.target as HTMLTextAreaElement).value)}
    ></textarea>
    <div id="read" class="small muted" role="status">
      ${text.valid(format.number(recipients.length), recipients.length)}${duplicates > 0 ? ` · ${text.duplicates(format.number(duplicates), duplicates)}` : nothing}
      ${lines.length > 0 ? html`<div class="error">${unreadLines(lines, words, format)}</div>` : nothing}
    </div>
  </div>`
}

/** How many lines could not be read, and the first of them by number. */
export function unreadLines(lines: readonly number[], words: Locale, format: Format): string {
  const shown = format.list(lines.slice(0, 5).map(String))
  return words.recipients.invalid(format.number(lines.length), `${shown}${lines.length > 5 ? '…' : ''}`)
}

/** The recipients of an earlier campaign, all or those who did or did not something. */
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
