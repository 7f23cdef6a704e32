import type { PreviewInput } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { WritingWords } from '../../locales/writing-en.ts'
import { closeIcon } from '../../styles/icons.ts'
import { troubleView } from '../trouble-view.ts'
import { sendLabel } from './confirm-question.ts'
import { emptyDraft } from './draft.ts'
import type { Kept } from './draft-store.ts'
import type { FormActions, FormState } from './form-parts.ts'
import { formView } from './form-view.ts'
import { reached } from './people.ts'

export interface ComposerState extends FormState {
  /** Why the requested campaign is missing, and how to load it again. */
  retry: Retry | undefined
  /** The draft was kept from an earlier time. */
  restored: boolean
  busy: boolean
  /** What of the draft is kept in the browser. */
  kept: Kept | undefined
  /** Somebody else changed the campaign meanwhile. */
  conflict: boolean
  loading: boolean
  /** What the preview shows. */
  input: PreviewInput | undefined
  /** The dialog in which recipients are chosen is loaded. */
  hasChooser: boolean
}

export interface ComposerActions extends FormActions {
  close(): void
  /** Escape was pressed, or the system's own back gesture used. */
  cancelled(event: Event): void
  closed(): void
  submit(event: Event): void
  test(): void
  discard(): void
  saveDraft(): void
  takeTheirs(): void
  saveMine(): void
  offerFields(): void
  /** The recipients were chosen anew. */
  chose(): void
}

/** The composer around its form: head, preview and foot. */
export function composerView(state: ComposerState, actions: ComposerActions): TemplateResult {
  const { draft, editing, words, format, retry, problems, busy, loading, input } = state
  const text = words.composer
  return html`<dialog id="composer" part="dialog" aria-labelledby="heading" @cancel=${actions.cancelled} @close=${actions.closed}>
      <form novalidate @submit=${actions.submit} autocomplete="off">
        <div class="head">
          <h2 class="grow" id="heading">${editing ? text.titleEdit : text.title}</h2>
          ${editing || draft === emptyDraft || state.kept === undefined ? nothing : html`<span class="tiny ${state.kept === 'all' ? '' : 'unkept'}" role="status">${text.kept[state.kept]}</span>`}
          <button type="button" class="quiet icon" aria-label=${words.common.close} @click=${actions.close}>${closeIcon}</button>
        </div>
        <div class="scroll" tabindex="-1" aria-busy=${loading}>
          ${retry === undefined ? nothing : troubleView(text.unavailable, retry.error, words, retry.again)}
          <div class="compose" ?hidden=${retry !== undefined}>
            <div class="left">${state.conflict ? conflictNote(words, actions) : nothing}
              ${draft.correcting ? html`<div class="note">${text.correcting}</div>` : nothing} ${state.restored ? keptNote(words, actions.discard) : nothing} ${formView(state, actions)}</div>
            <div class="right">
              <sillage-preview .bare=${state.findings !== undefined} .input=${input} .person=${state.people.sample?.name} @sillage-fields=${actions.offerFields}></sillage-preview>
            </div>
          </div>
        </div>
        ${problems.form === undefined ? nothing : html`<div class="note bad flat" role="alert">${problems.form}</div>`}
        <div class="foot">
          <button type="button" class="quiet" @click=${actions.test}>${text.test}</button>
          <span class="grow"></span>
          ${editing ? nothing : html`<button type="button" @click=${actions.saveDraft} ?disabled=${busy || loading}>${text.saveDraft}</button>`}
          <button type="submit" class="primary ${busy ? 'busy' : ''}" ?disabled=${busy || loading}>
            ${editing ? text.save : sendLabel(draft, reached(state.people.reach), words, format)}
          </button>
        </div>
      </form>
    </dialog>
    ${
      state.hasChooser
        ? html`<sillage-chooser .choice=${draft.recipients} .reach=${state.people.reach} @sillage-choice=${actions.chose}></sillage-chooser>`
        : nothing
    }
    <sillage-test></sillage-test>
    <sillage-confirm></sillage-confirm>`
}

/** Somebody else changed the campaign: which of the two is to stay? */
function conflictNote(words: WritingWords, { takeTheirs, saveMine }: ComposerActions): TemplateResult {
  const text = words.composer
  return html`<div class="note warn conflict" role="alert" tabindex="-1">
    <p>${text.conflict}</p>
    <div class="row">
      <button type="button" class="compact" @click=${takeTheirs}>${text.takeTheirs}</button>
      <button type="button" class="compact" @click=${saveMine}>${text.saveMine}</button>
    </div>
  </div>`
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
