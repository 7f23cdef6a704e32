import { phonesShow } from '@sillage/core/browser'
import { html, type TemplateResult } from 'lit'
import { withFields } from '../../format/with-fields.ts'
import type { FormActions, FormState } from './form-parts.ts'
import { lineField } from './line-field.ts'

/** What stands above the message in a list of mails: subject and preheader, each counted against what phones show. */
export function headView(state: FormState, actions: FormActions): TemplateResult {
  const { draft, words } = state
  const { subject } = draft
  const { preheader = '' } = draft.carried.input
  const text = words.composer
  return html`${lineField(state, actions, {
    name: 'subject',
    label: text.subject,
    value: subject,
    change: (value) => actions.set({ subject: value }),
    hint: lengthHint(state, subject, phonesShow.subject, ''),
  })}
  ${lineField(state, actions, {
    name: 'preheader',
    label: text.preheader,
    value: preheader,
    change: (value) => actions.carry({ preheader: value === '' ? undefined : value }),
    hint: lengthHint(state, preheader, phonesShow.preheader, text.preheaderHint),
  })}`
}

function lengthHint({ words, format, people }: FormState, value: string, most: number, empty: string): TemplateResult {
  const length = [...shownText(value, people.sample?.data).trim()].length
  const isLong = length > most
  return html`<div class="tiny ${isLong ? 'long' : ''}">
    ${length === 0 ? empty : words.composer.lengthOf(format.number(length), format.number(most), isLong)}
  </div>`
}

/** A line as somebody sees it: a merge field is as long as the value that stands there. */
function shownText(text: string, data: Record<string, unknown> | undefined): string {
  return withFields(text, (field) => String(data?.[field] ?? field))
}
