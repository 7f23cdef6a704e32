import { html, type TemplateResult } from 'lit'
import { advancedView } from './advanced-view.ts'
import { chips, type FormActions, type FormState, refusal, typed } from './form-parts.ts'
import { messageView } from './message-view.ts'
import { recipientsView } from './recipients-view.ts'
import { sendingView } from './sending-view.ts'

/** The left side of the composer: one field after the other, each with its own refusal under it. */
export function formView(state: FormState, actions: FormActions): TemplateResult {
  const { draft, problems, words } = state
  const text = words.composer
  return html`<div class="field">
      <label for="name">${text.name}</label>
      <input
        id="name"
        autofocus
        autocomplete="off"
        maxlength="200"
        aria-invalid=${problems.name !== undefined}
        aria-describedby="name-error"
        .value=${draft.name}
        @input=${typed((name) => actions.set({ name }))}
      />
      ${refusal('name', problems)}
    </div>
    <div class="field">
      <label for="subject">${text.subject}</label>
      <input
        id="subject"
        autocomplete="off"
        maxlength="998"
        dir="auto"
        aria-invalid=${problems.subject !== undefined}
        aria-describedby="subject-error"
        .value=${draft.subject}
        @input=${typed((subject) => actions.set({ subject }))}
      />
      ${chips(state, (field) => actions.insert('subject', field))} ${refusal('subject', problems)}
    </div>
    ${messageView(state, actions)}
    ${recipientsView(state, actions)}
    ${sendingView(state, actions)} ${advancedView(state, actions)}`
}
