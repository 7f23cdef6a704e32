import { phonesShow } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import { withFields } from '../../format/with-fields.ts'
import { type FormActions, type FormState, fieldsMenu, refusal, typed } from './form-parts.ts'
import { keepNamesWhole, namedText } from './named-fields.ts'

/** What stands above the message in a list of mails: subject and preheader, each counted against what phones show. */
export function headView(state: FormState, actions: FormActions): TemplateResult {
  const { draft, words } = state
  const text = words.composer
  const { preheader = '' } = draft.carried.input
  return html`${lineField(state, actions, 'subject', text.subject, draft.subject, (subject) => actions.set({ subject }))}
    ${lineField(state, actions, 'preheader', text.preheader, preheader, (value) =>
      actions.carry({ preheader: value === '' ? undefined : value }),
    )}`
}

function lineField(
  state: FormState,
  actions: FormActions,
  name: 'subject' | 'preheader',
  label: string,
  value: string,
  change: (value: string) => void,
): TemplateResult {
  const { problems, words, format, people } = state
  const text = words.composer
  const length = [...shownText(value, people.sample?.data).trim()].length
  const most = phonesShow[name]
  const named = namedText(value, state)
  return html`<div class="field">
    <div class="row">
      <label class="label grow" for=${name}>${label}</label>
      ${fieldsMenu(state, name, (field) => actions.insert(name, field))}
    </div>
    <input
      id=${name}
      autocomplete="off"
      maxlength="998"
      dir="auto"
      aria-invalid=${problems[name] !== undefined}
      aria-describedby="${name}-error ${name}-length"
      .value=${named.shown}
      @beforeinput=${(event: InputEvent) => keepNamesWhole(event, state)}
      @input=${typed((shown) => change(named.tagged(shown)))}
    />
    <div class="tiny ${length > most ? 'long' : ''}" id="${name}-length">
      ${length === 0 ? (name === 'preheader' ? text.preheaderHint : nothing) : text.lengthOf(format.number(length), format.number(most), length > most)}
    </div>
    ${refusal(name, problems)}
  </div>`
}

/** A line as somebody sees it: a merge field is as long as the value that stands there. */
function shownText(text: string, data: Record<string, unknown> | undefined): string {
  return withFields(text, (field) => String(data?.[field] ?? field))
}
