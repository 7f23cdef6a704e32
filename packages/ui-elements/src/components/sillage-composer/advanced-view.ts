import { html, type TemplateResult } from 'lit'
import { advancedFault, hasAdvanced, limitNames, utmNames } from './advanced.ts'
import { localTime } from './draft.ts'
import { filesView } from './files-view.ts'
import { type FormActions, type FormState, refusal, typed } from './form-parts.ts'
import { hoursView } from './hours-view.ts'
import { foldedFields } from './problems.ts'

/** Settings that few need, collapsed until they are used. */
export function advancedView(state: FormState, actions: FormActions): TemplateResult {
  const { draft, own, problems, words } = state
  const { set, carry } = actions
  const { notAfter, transport: chosen = '' } = draft.carried.input
  const others = own.transports.slice(1)
  const transports = chosen === '' || others.includes(chosen) ? others : [...others, chosen]
  const text = words.composer
  const open =
    hasAdvanced(draft) ||
    advancedFault(draft) !== undefined ||
    foldedFields.map((field) => problems[field]).some((one) => one !== undefined)
  const limit = (name: (typeof limitNames)[number]) =>
    html`<label class="unit small"
      ><input
        id=${name === limitNames[0] ? 'limits' : name}
        class="num"
        inputmode="numeric"
        autocomplete="off"
        aria-invalid=${problems.limits !== undefined}
        aria-describedby="limits-error"
        .value=${draft.limits[name]}
        @input=${typed((value) => set({ limits: { ...draft.limits, [name]: value } }))}
      /><span class="muted">${text[name]}</span></label
    >`
  const utm = (name: (typeof utmNames)[number]) =>
    html`<label class="field small"
      ><span class="muted">utm_${name}</span
      ><input
        autocomplete="off"
        maxlength="200"
        .value=${draft.utm[name]}
        @input=${typed((value) => set({ utm: { ...draft.utm, [name]: value } }))}
    /></label>`
  return html`<details class="advanced" ?open=${open}>
    <summary class="label">${text.advanced}</summary>
    <div class="field">
      <label for="jitter">${text.jitter}</label>
      <div class="unit delay">
        <input
          id="jitter"
          class="num"
          inputmode="decimal"
          autocomplete="off"
          aria-invalid=${problems.jitter !== undefined}
          aria-describedby="jitter-error jitter-hint"
          .value=${draft.jitter}
          @input=${typed((jitter) => set({ jitter }))}
        />
        <span class="small muted">${text.seconds}</span>
      </div>
      <div class="small muted" id="jitter-hint">${text.jitterHint}</div>
      ${refusal('jitter', problems)}
    </div>
    <fieldset>
      <legend class="label">${text.limits}</legend>
      <div class="three">${limitNames.map(limit)}</div>
      ${refusal('limits', problems)}
    </fieldset>
    <fieldset ?hidden=${draft.correcting}>
      <legend class="label">${text.utm}</legend>
      <div class="three">${utmNames.map(utm)}</div>
      <div class="small muted">${text.utmHint}</div>
      ${refusal('tracking', problems)}
    </fieldset>
    ${hoursView(state, actions)}
    <div class="field" ?hidden=${draft.correcting}>
      <label for="topic">${text.topic}</label>
      <input
        id="topic"
        list="topics"
        autocomplete="off"
        maxlength="200"
        aria-describedby="topic-hint topic-error"
        .value=${draft.carried.input.topic ?? ''}
        @input=${typed((topic) => carry({ topic: topic.trim() === '' ? undefined : topic.trim() }))}
      />
      <datalist id="topics">${own.topics.map(({ key, name }) => html`<option value=${key}>${name}</option>`)}</datalist>
      <div class="small muted" id="topic-hint">${text.topicHint}</div>
      ${refusal('topic', problems)}
    </div>
    <div class="two">
      <div class="field">
        <label for="notAfter">${text.notAfter}</label>
        <input
          id="notAfter"
          type="datetime-local"
          aria-describedby="notAfter-hint notAfter-error"
          .value=${notAfter === undefined ? '' : localTime(new Date(notAfter).toISOString())}
          @change=${typed((at) => carry({ notAfter: at === '' ? undefined : new Date(at).toISOString() }))}
        />
        <div class="small muted" id="notAfter-hint">${text.notAfterHint}</div>
        ${refusal('notAfter', problems)}
      </div>
      <div class="field" ?hidden=${draft.correcting || transports.length === 0}>
        <label for="transport">${text.transport}</label>
        <select
          id="transport"
          aria-describedby="transport-error"
          @change=${typed((transport) => carry({ transport: transport === '' ? undefined : transport }))}
        >
          <option value="" .selected=${chosen === ''}>${text.usualTransport}</option>
          ${transports.map((name) => html`<option value=${name} .selected=${name === chosen}>${name}</option>`)}
        </select>
        ${refusal('transport', problems)}
      </div>
    </div>
    ${filesView(state, actions)}
  </details>`
}
