import { html, type TemplateResult } from 'lit'
import { type FormActions, fieldsMenu, type MessageState, refusal, typed } from './form-parts.ts'
import { keepNamesWhole, namedText } from './named-fields.ts'

interface Line {
  name: 'subject' | 'preheader'
  label: string
  value: string
  change: (value: string) => void
  /** What stands below it. */
  hint: unknown
}

/** A line above the message, with a menu of merge fields: they are seen by their names. */
export function lineField(
  state: MessageState,
  { insert }: Pick<FormActions, 'insert'>,
  { name, label, value, change, hint }: Line,
): TemplateResult {
  const { problems } = state
  const named = namedText(value, state)
  return html`<div class="field">
    <div class="row">
      <label class="label grow" for=${name}>${label}</label>
      ${fieldsMenu(state, name, (field) => insert(name, field))}
    </div>
    <input
      id=${name}
      autocomplete="off"
      maxlength="998"
      dir="auto"
      aria-invalid=${problems[name] !== undefined}
      aria-describedby="${name}-error ${name}-hint"
      .value=${named.shown}
      @beforeinput=${(event: InputEvent) => keepNamesWhole(event, state)}
      @input=${typed((shown) => change(named.tagged(shown)))}
    />
    <div id="${name}-hint">${hint}</div>
    ${refusal(name, problems)}
  </div>`
}
