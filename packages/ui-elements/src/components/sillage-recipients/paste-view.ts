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
