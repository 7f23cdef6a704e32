import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import { parseAddresses } from './parse-addresses.ts'
import type { PastedField } from './pasted-columns.ts'
import type { RecipientChoice } from './recipient-choice.ts'

/** Addresses pasted from anywhere, with what could and could not be read of them. */
export function pasteView(
  choice: RecipientChoice,
  words: WritingWords,
  format: Format,
  invalid: boolean,
  change: (pasted: string) => void,
): TemplateResult {
  const text = words.recipients
  const { recipients, duplicates, invalid: lines, cut } = parseAddresses(choice.pasted)
  return html`<div class="field">
    <label for="pasted" class="small">${text.pasteLabel}</label>
    <div id="table" class="small muted">${text.pasteTable}</div>
    <textarea
      id="pasted"
      spellcheck="false"
      autocapitalize="off"
      placeholder=${text.pasteHint}
      aria-describedby="table read"
      aria-invalid=${invalid || lines.length > 0}
      .value=${choice.pasted}
      @input=${(event: InputEvent) => change((event.target as HTMLTextAreaElement).value)}
    ></textarea>
    <div id="read" class="small muted" role="status">
      ${text.valid(format.number(recipients.length), recipients.length)}${duplicates > 0 ? ` · ${text.duplicates(format.number(duplicates), duplicates)}` : nothing}
      ${understood(choice, words, format).map((line) => html`<div class="wrap">${line}</div>`)}
      ${cut.length > 0 ? html`<div class="warn">${words.recipients.cut(lineList(cut, format))}</div>` : nothing}
      ${lines.length > 0 ? html`<div class="error">${unreadLines(lines, words, format)}</div>` : nothing}
    </div>
  </div>`
}

/** How many lines could not be read, and the first of them by number. */
export function unreadLines(lines: readonly number[], words: WritingWords, format: Format): string {
  return words.recipients.invalid(format.number(lines.length), lineList(lines, format))
}

function lineList(lines: readonly number[], format: Format): string {
  return `${format.list(lines.slice(0, 5).map(String))}${lines.length > 5 ? '…' : ''}`
}

/** How the columns were understood, and which were not; without a header, how the first line was. */
function understood(choice: RecipientChoice, words: WritingWords, format: Format): string[] {
  const text = words.recipients
  const { columns, recipients } = parseAddresses(choice.pasted)
  if (columns === undefined) {
    const { email, name, company } = recipients[0] ?? {}
    if (email === undefined || (name === undefined && company === undefined)) return []
    return [text.firstRead([email, name, company].map((cell) => cell ?? words.common.none))]
  }
  const titled = (...fields: PastedField[]) =>
    columns.filter(({ field }) => field !== undefined && fields.includes(field)).map(({ title }) => title)
  const read = [
    [text.email, titled('email')],
    [text.name, titled('name').length > 0 ? titled('name') : [...titled('firstName'), ...titled('lastName')]],
    [text.company, titled('company')],
  ] as const
  const left = columns.filter(({ field, title }) => field === undefined && title !== '').map(({ title }) => title)
  return [
    text.columns(
      read.filter(([, titles]) => titles.length > 0).map(([what, titles]) => `${what} = ${titles.join(' + ')}`),
    ),
    ...(left.length > 0 ? [text.notTaken(format.list(left))] : []),
  ]
}
