import type { PreviewInput } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { WritingWords } from '../../locales/writing-en.ts'
import { closeIcon } from '../../styles/icons.ts'
import { troubleView } from '../trouble-view.ts'
import { sendLabel } from './confirm-question.ts'
import { emptyDraft } from './draft.ts'
import type { FormActions, FormState } from './form-parts.ts'
import { formView } from './form-view.ts'

export interface ComposerState extends FormState {
  /** Why the requested campaign is missing, and how to load it again. */
  retry: Retry | undefined
  /** The draft was kept from an earlier time. */
  restored: boolean
  busy: boolean
  loading: boolean
  /** What the preview shows, and as which recipient. */
  input: PreviewInput | undefined
  person: string | undefined
}

export interface ComposerActions extends FormActions {
  close(): void
  /** Escape was pressed, or the system's own back gesture used. */
  cancelled(event: Event): void
  closed(): void
  submit(event: Event): void
  test(): void
  discard(): void
  offerFields(): void
}

/** The composer around its form: head, preview and foot. */
export function composerView(state: ComposerState, actions: ComposerActions): TemplateResult {
  const { draft, editing, words, format, retry, problems, busy, loading, input } = state
  const text = words.composer
  return html`<dialog id="composer" part="dialog" aria-labelledby="heading" @cancel=${actions.cancelled} @close=${actions.closed}>
      <form novalidate @submit=${actions.submit} autocomplete="off">
        <div class="head">
          <h2 class="grow" id="heading">${editing ? text.titleEdit : text.title}</h2>
          ${!editing && draft !== emptyDraft ? html`<span class="tiny">${text.draftKept}</span>` : nothing}
          <button type="button" class="quiet icon" aria-label=${words.common.close} @click=${actions.close}>${closeIcon}</button>
        </div>
        <div class="scroll" tabindex="-1" aria-busy=${loading}>
          ${retry === undefined ? nothing : troubleView(text.unavailable, retry.error, words, retry.again)}
          <div class="compose" ?hidden=${retry !== undefined}>
            <div class="left">${state.restored ? keptNote(words, actions.discard) : nothing} ${formView(state, actions)}</div>
            <div class="right">
              <sillage-preview .input=${input} .person=${state.person} @sillage-fields=${actions.offerFields}></sillage-preview>
            </div>
          </div>
        </div>
        ${problems.form === undefined ? nothing : html`<div class="note bad flat" role="alert">${problems.form}</div>`}
        <div class="foot">
          <button type="button" class="quiet" @click=${actions.test} ?disabled=${input === undefined}>${text.test}</button>
          <span class="grow"></span>
          <button type="submit" class="primary ${busy ? 'busy' : ''}" ?disabled=${busy || loading}>
            ${editing ? text.save : sendLabel(draft, words, format)}
          </button>
        </div>
      </form>
    </dialog>
    <sillage-test></sillage-test>
    <sillage-confirm></sillage-confirm>`
}

/** Says that an unsent draft was restored, and discards it on request. */
function keptNote(words: WritingWords, discard: () => void): TemplateResult {
  return html`<div class="note kept" role="status">
    <span class="grow">${words.composer.draftRestored}</span>
    <button type="button" class="quiet compact" @click=${discard}>${words.composer.discard}</button>
  </div>`
}

export interface Retry {
  error: unknown
  again(): void
}
