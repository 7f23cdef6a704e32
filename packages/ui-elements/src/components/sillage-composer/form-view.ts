import { html, type TemplateResult } from 'lit'
import { advancedView } from './advanced-view.ts'
import { checksView } from './checks-view.ts'
import { type FormActions, type FormState, refusal, typed } from './form-parts.ts'
import { headView } from './head-view.ts'
import { messageView } from './message-view.ts'
import { recipientsView } from './recipients-view.ts'
import { senderView } from './sender-view.ts'
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
    ${headView(state, actions)}
    ${messageView(state, actions)}
    ${recipientsView(state, actions)} ${senderView(state, actions)}
    ${sendingView(state, actions)} ${advancedView(state, actions)} ${checksView(state, actions.goTo)}`
}
