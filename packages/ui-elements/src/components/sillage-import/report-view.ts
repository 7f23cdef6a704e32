import type { ImportReport } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ContactsWords } from '../../locales/contacts-en.ts'

/** So many lines are listed; of more, only how many. */
const LISTED = 200

/** What became of the rows of a file: which were added, and which were not and why. */
export function reportView(report: ImportReport, words: ContactsWords, format: Format): TemplateResult {
  const text = words.import
  const { accepted, duplicates, duplicateCount, invalid, invalidCount } = report
  const list = (title: string, count: number, lines: readonly { line: number; what: string }[]) =>
    count === 0
      ? nothing
      : html`<div class="part">
          <h3>${title}</h3>
          <ul class="report small" tabindex="0" aria-label=${title}>
            ${lines.slice(0, LISTED).map(({ line, what }) => html`<li><b>${text.line(format.number(line))}</b> <bdi class="wrap">${what}</bdi></li>`)}
            ${count > LISTED ? html`<li class="muted">${text.more(format.number(count - Math.min(lines.length, LISTED)))}</li>` : nothing}
          </ul>
        </div>`
  return html`<div class="part" role="status"><h3>${text.accepted(format.number(accepted))}</h3></div>
    ${list(
      text.invalid(format.number(invalidCount)),
      invalidCount,
      // Of an address the server says so in English, in front of all else.
      invalid.map(({ line, reason }) => ({ line, what: reason.startsWith('email:') ? text.noAddress : reason })),
    )}
    ${list(
      text.duplicates(format.number(duplicateCount)),
      duplicateCount,
      duplicates.map(({ line, email }) => ({ line, what: email })),
    )}`
}
