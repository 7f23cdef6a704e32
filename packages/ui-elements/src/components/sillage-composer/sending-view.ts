import { html, nothing, type TemplateResult } from 'lit'
import { timeZone } from './confirm-question.ts'
import { durationMs, localTime } from './draft.ts'
import { type FormActions, type FormState, refusal, ticked, typed } from './form-parts.ts'
import { reached } from './people.ts'

/** How fast, when, and what is measured. */
export function sendingView(state: FormState, actions: FormActions): TemplateResult {
  const { draft, words } = state
  const text = words.composer
  const track = (name: 'opens' | 'clicks' | 'readTime', label: string, hint?: string) =>
    html`<label class="check" title=${hint ?? nothing}>
      <input type="checkbox" .checked=${draft[name]} @change=${ticked((value) => actions.set({ [name]: value }))} />${label}
    </label>`
  return html`<div class="pair">${delayField(state, actions)} ${draft.correcting ? nothing : whenField(state, actions)}</div>
    <fieldset ?hidden=${draft.correcting}>
      <legend class="label">${text.tracking}</legend>
      <div class="checks">
        ${track('opens', text.trackOpens)} ${track('clicks', text.trackClicks)} ${track('readTime', text.trackRead, text.trackReadHint)}
      </div>
      ${draft.readTime ? html`<div class="small muted">${text.trackReadHint}</div>` : nothing}
    </fieldset>`
}

function delayField({ draft, people, problems, words, format }: FormState, actions: FormActions): TemplateResult {
  const text = words.composer
  const count = reached(people.reach)
  const duration = durationMs(draft, count)
  return html`<div class="field">
    <label for="delay">${text.delay}</label>
    <div class="unit delay">
      <input
        id="delay"
        class="num"
        inputmode="decimal"
        autocomplete="off"
        aria-invalid=${problems.delay !== undefined}
        aria-describedby="delay-error delay-takes"
        .value=${draft.delay}
        @input=${typed((delay) => actions.set({ delay }))}
      />
      <span class="small muted">${text.seconds}</span>
    </div>
    <div class="small muted num" id="delay-takes">
      ${duration === undefined || count === undefined ? nothing : text.takes(format.duration(duration), format.number(count))}
    </div>
    ${refusal('delay', problems)}
  </div>`
}

function whenField({ draft, problems, editing, words }: FormState, actions: FormActions): TemplateResult {
  const text = words.composer
  const choice = (later: boolean, label: string) =>
    html`<button type="button" aria-pressed=${draft.later === later} @click=${() => actions.set({ later })}>${label}</button>`
  return html`<div class="field" role="group" aria-labelledby="when-label">
    <span class="label" id="when-label">${text.when}</span>
    <div><div class="tabs">${choice(false, editing ? text.unscheduled : text.now)} ${choice(true, text.later)}</div></div>
    ${
      draft.later
        ? html`<input
            id="scheduledAt"
            type="datetime-local"
            aria-label=${text.scheduledAt}
            aria-invalid=${problems.scheduledAt !== undefined}
            aria-describedby="scheduledAt-error scheduledAt-zone"
            min=${localTime(new Date().toISOString())}
            .value=${draft.scheduledAt}
            @input=${typed((scheduledAt) => actions.set({ scheduledAt }))}
          />
          <div class="small muted" id="scheduledAt-zone">${text.inZone(timeZone())}</div>`
        : nothing
    }
    ${refusal('scheduledAt', problems)}
  </div>`
}
