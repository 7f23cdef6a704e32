import type { Template } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { Locale } from '../../locales/en.ts'
import type { Draft } from './draft.ts'
import { messageView } from './message-view.ts'
import type { FormField, Problems } from './problems.ts'
import { sendingView } from './sending-view.ts'

export interface FormState {
  draft: Draft
  problems: Problems
  templates: readonly Template[]
  /** Merge fields on offer. */
  fields: readonly string[]
  /** Changing a campaign that exists, rather than creating one. */
  editing: boolean
  words: Locale
  format: Format
}

export interface FormActions {
  set(part: Partial<Draft>): void
  insert(into: 'subject' | 'html', field: string): void
  chooseTemplate(id: string): void
  chooseRecipients(): void
  /** Somebody else stands for the recipients in the preview. */
  sampleChanged(): void
}

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
    <div class="field">
      <span class="label" id="recipients-label">${text.recipients}</span>
      <sillage-recipients
        id="recipients"
        .choice=${draft.recipients}
        ?invalid=${problems.recipients !== undefined}
        @sillage-choice=${actions.chooseRecipients}
        @sillage-sample=${actions.sampleChanged}
      ></sillage-recipients>
      ${refusal('recipients', problems)}
    </div>
    ${sendingView(state, actions)}`
}

/** Buttons that put a merge field where the caret is. */
export function chips({ fields, words }: FormState, insert: (field: string) => void): TemplateResult {
  return html`<div class="chips small">
    ${fields.map((field) => html`<button type="button" aria-label=${words.composer.insertField(field)} @click=${() => insert(field)}>{{${field}}}</button>`)}
    <span class="muted" aria-hidden="true">${words.composer.insert}</span>
  </div>`
}

/** The place under a field where its refusal appears, and is read out when it does. */
export function refusal(field: FormField, problems: Problems): TemplateResult {
  return html`<div class="error" id="${field}-error" aria-live="polite">${problems[field] ?? nothing}</div>`
}

export function typed(act: (value: string) => void) {
  return (event: Event) => act((event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value)
}

export function ticked(act: (value: boolean) => void) {
  return (event: Event) => act((event.target as HTMLInputElement).checked)
}

/** Says that an unsent draft came back, and lets go of it when asked. */
export function keptNote(words: Locale, discard: () => void): TemplateResult {
  return html`<div class="note kept" role="status">
    <span class="grow">${words.composer.draftRestored}</span>
    <button type="button" class="quiet compact" @click=${discard}>${words.composer.discard}</button>
  </div>`
}
