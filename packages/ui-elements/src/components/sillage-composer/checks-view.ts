import type { Finding, FindingDetails } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import { fieldName } from '../../format/with-fields.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import { warningText } from '../sillage-preview/warning-text.ts'
import type { FormState } from './form-parts.ts'

/** Counted beside their fields already. */
const counted = new Set(['subject_long', 'preheader_long'])
/** Where an author mends what is found in a field. */
const places: Readonly<Record<string, string>> = {
  subject: 'subject',
  preheader: 'preheader',
  html: 'content',
  text: 'content',
  from: 'from',
  replyTo: 'replyTo',
  attachments: 'attachments',
}

/** What the author should know or mend before sending, with the way to where it is mended. */
export function checksView(
  { findings, words, format }: Pick<FormState, 'findings' | 'words' | 'format'>,
  go: (field: string) => void,
): TemplateResult {
  const text = words.composer
  const shown = findings?.filter(({ code }) => !counted.has(code))
  return html`<section class="field" aria-labelledby="checks-label">
    <span class="label" id="checks-label">${text.checks}</span>
    <div role="status">
      ${
        shown === undefined
          ? html`<p class="small muted">${text.checksWait}</p>`
          : shown.length === 0
            ? html`<p class="small good">${text.checksGood}</p>`
            : html`<ul class="findings">
                ${shown.map((finding) => {
                  const place = places[finding.field ?? '']
                  return html`<li class=${finding.level}>
                    <span class="grow wrap">
                      ${finding.level === 'error' ? html`<b>${text.mustMend}</b> ` : nothing}${findingText(finding, words, format)}
                    </span>
                    ${place === undefined ? nothing : html`<button type="button" class="quiet compact" @click=${() => go(place)}>${text.goThere}</button>`}
                  </li>`
                })}
              </ul>`
      }
    </div>
  </section>`
}

/** A finding as text; of a code that is newer than the page, the server's message. */
function findingText(finding: Finding, words: WritingWords, format: Format): string {
  const { code, subject = '', count = 1, message } = finding
  const own: Record<string, ((n: string, subject: string, of: string) => string) | undefined> = words.finding
  const { lacking, of } = (finding.details ?? {}) as Partial<FindingDetails['missing_merge_field']>
  const told = own[code]?.(
    format.number(lacking ?? count),
    code === 'missing_merge_field' ? fieldName(subject, words) : subject,
    format.number(of ?? 0),
  )
  const errors: Record<string, string | undefined> = words.errors
  // One of these is a warning of the preview's too, with the words it has there.
  return (
    told ?? errors[code] ?? warningText({ ...finding, message } as Parameters<typeof warningText>[0], words, format)
  )
}
