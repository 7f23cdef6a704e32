import { html, nothing, type TemplateResult } from 'lit'
import { chips, type FormActions, type FormState, refusal, typed } from './form-parts.ts'
import { isWords } from './words-to-html.ts'

/** The message: a template, or the author's own HTML and text. */
export function messageView(state: FormState, actions: FormActions): TemplateResult {
  const { draft, words } = state
  const text = words.composer
  const mode = (value: 'template' | 'own', label: string) =>
    html`<button type="button" aria-pressed=${draft.mode === value} @click=${() => actions.set({ mode: value })}>${label}</button>`
  return html`<div class="field" role="group" aria-labelledby="content-label">
    <span class="label" id="content-label">${text.content}</span>
    <div><div class="tabs">${mode('template', text.template)} ${mode('own', text.own)}</div></div>
    ${draft.mode === 'template' ? templateChoice(state, actions) : ownMessage(state, actions)} ${refusal('content', state.problems)}
  </div>`
}

function templateChoice({ draft, templates, problems, words }: FormState, actions: FormActions): TemplateResult {
  const text = words.composer
  if (templates === undefined || templates.length === 0) {
    // Why they could not be loaded is shown below.
    const why =
      templates !== undefined ? text.noTemplates : problems.content === undefined ? words.common.loading : nothing
    return html`<p class="small muted" id="content" tabindex="-1">${why}</p>`
  }
  return html`<select
    id="content"
    aria-label=${text.template}
    aria-invalid=${problems.content !== undefined}
    aria-describedby="content-error"
    @change=${typed(actions.chooseTemplate)}
  >
    <option value="" .selected=${draft.templateId === ''}>${text.chooseTemplate}</option>
    ${templates.map(({ id, name }) => html`<option value=${id} .selected=${id === draft.templateId}>${name}</option>`)}
  </select>`
}

function ownMessage(state: FormState, actions: FormActions): TemplateResult {
  const { draft, problems } = state
  const text = state.words.composer
  const words = isWords(draft.html)
  return html`<slot name="editor" @slotchange=${actions.editorChanged} @input=${actions.editorTyped} @change=${actions.editorTyped}
      ><label for="content" class="small muted">${text.html}</label>
    <textarea
      id="content"
      class="message ${words ? '' : 'code'}"
      spellcheck=${words}
      dir="auto"
      aria-invalid=${problems.content !== undefined}
      aria-describedby="content-error content-hint"
      .value=${draft.html}
      @input=${typed((value) => actions.set({ html: value }))}
    ></textarea></slot>
    <div class="small muted" id="content-hint">${words ? text.wordsHint : nothing}</div>
    ${chips(state, (field) => actions.insert('html', field))}
    <div><button type="button" class="quiet compact" @click=${actions.saveTemplate}>${text.saveTemplate}</button></div>
    <details ?open=${draft.text !== ''}>
      <summary class="small">${text.text}</summary>
      <textarea
        class="code"
        dir="auto"
        aria-label=${text.text}
        aria-describedby="text-hint"
        .value=${draft.text}
        @input=${typed((value) => actions.set({ text: value }))}
      ></textarea>
      <div class="small muted" id="text-hint">${text.textHint}</div>
    </details>`
}
