import { html, nothing, type TemplateResult } from 'lit'
import { ref } from 'lit/directives/ref.js'
import { nearestLang } from '../../controllers/nearest-lang.ts'
import { fieldName } from '../../format/with-fields.ts'
import { type Draft, editorOf } from './draft.ts'
import {
  type FormActions,
  type FormState,
  fieldsMenu,
  type MessageActions,
  type MessageState,
  refusal,
  typed,
} from './form-parts.ts'
import { keepNamesWhole, namedText } from './named-fields.ts'
import { typedMessage } from './own-words.ts'
import { isWords } from './words-to-html.ts'

/** The message: a template, or the author's own HTML and text. */
export function messageView(state: FormState, actions: FormActions): TemplateResult {
  const { draft, words } = state
  const text = words.composer
  const mode = (value: Draft['mode'], label: string) =>
    html`<button type="button" aria-pressed=${draft.mode === value} @click=${() => actions.setMode(value)}>${label}</button>`
  return html`<div class="field" role="group" aria-labelledby="content-label">
    <span class="label" id="content-label">${text.content}</span>
    <div class="row"><div class="tabs">${mode('template', text.template)} ${mode('own', text.own)}</div><sillage-help></sillage-help></div>
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
  </select>
  ${
    draft.templateId === '' || !hasEditor()
      ? nothing
      : html`<div><button type="button" class="quiet compact" @click=${actions.changeWords}>${text.changeWords}</button></div>`
  }`
}

const hasEditor = () => customElements.get('sillage-template-editor') !== undefined

/** The editor of the page, where it has loaded one and that can show the message; else a field for words or HTML. */
export function ownMessage(state: MessageState, actions: MessageActions): TemplateResult {
  const { draft, fields, words } = state
  const text = words.composer
  const written = editorOf(draft)
  const named = fields.map((name) => ({ name, label: fieldName(name, words) }))
  return html`<slot name="editor" @slotchange=${actions.editorChanged} @input=${actions.editorTyped} @change=${actions.editorTyped}
      >${
        written === 'sillage-editor'
          ? html`<sillage-editor
              id="content"
              aria-describedby="content-error"
              no-preheader
              ${ref(actions.dress)}
              .fields=${named}
              .upload=${actions.upload}
            ></sillage-editor>`
          : written === 'sillage-template-editor'
            ? html`<sillage-template-editor
              id="content"
              aria-describedby="content-error"
              no-preheader
              ${ref(actions.dress)}
              .fields=${named}
              .upload=${actions.upload}
            ></sillage-template-editor>`
            : htmlField(state, actions)
      }</slot>
    ${written !== undefined ? nothing : html`<div class="small muted" id="content-hint">${isWords(draft.html) ? text.wordsHint : nothing}</div>`}
    ${written !== undefined ? nothing : html`<div>${fieldsMenu(state, 'html', (field) => actions.insert('html', field))}</div>`}
    <div class="row">
      ${
        actions.saveTemplate === undefined
          ? nothing
          : html`<button type="button" class="quiet compact" @click=${actions.saveTemplate}>${text.saveTemplate}</button>`
      }
      ${
        editorOf({ ...draft, asHtml: false }) !== undefined
          ? html`<button type="button" class="quiet compact" @click=${() => actions.set({ asHtml: written !== undefined })}>
              ${written !== undefined ? text.asHtml : text.asWords}
            </button>`
          : nothing
      }
    </div>
    ${written !== undefined ? nothing : textField(state, actions)}`
}

function htmlField(state: MessageState, actions: MessageActions): TemplateResult {
  const { draft, problems, words } = state
  const text = words.composer
  const plain = isWords(draft.html)
  const named = plain ? namedText(draft.html, state) : { shown: draft.html, tagged: (html: string) => html }
  const write = (event: InputEvent) => {
    const field = event.target as HTMLTextAreaElement
    actions.set(typedMessage(named.tagged(field.value), draft, nearestLang(field)))
  }
  return html`<label for="content" class="small muted">${text.html}</label>
    <textarea
      id="content"
      class="message ${plain ? '' : 'code'}"
      spellcheck=${plain}
      dir="auto"
      aria-invalid=${problems.content !== undefined}
      aria-describedby="content-error content-hint"
      .value=${named.shown}
      @beforeinput=${(event: InputEvent) => plain && keepNamesWhole(event, state)}
      @input=${write}
    ></textarea>`
}

function textField({ draft, words }: MessageState, actions: MessageActions): TemplateResult {
  const text = words.composer
  return html`<details ?open=${draft.text !== ''}>
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
