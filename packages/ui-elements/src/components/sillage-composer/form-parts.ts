import type { TemplateItem } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import type { Draft } from './draft.ts'
import type { People } from './people.ts'
import type { FormField, Problems } from './problems.ts'

export interface FormState {
  draft: Draft
  problems: Problems
  /** Undefined: not loaded. */
  templates: readonly TemplateItem[] | undefined
  /** Whom it reaches. */
  people: People
  /** Merge fields to choose from. */
  fields: readonly string[]
  /** Changing a campaign that exists, rather than creating one. */
  editing: boolean
  words: WritingWords
  format: Format
}

export interface FormActions {
  set(part: Partial<Draft>): void
  insert(into: 'subject' | 'html', field: string): void
  chooseTemplate(id: string): void
  /** Keeps the author's own message as a template. */
  saveTemplate(): void
  /** Opens the dialog in which recipients are chosen. */
  openChooser(): void
  countAgain(): void
  /** The host's own editor was put into the slot. */
  editorChanged(event: Event): void
  /** Something was written in the host's own editor. */
  editorTyped(event: Event): void
  /** An editor of documents is drawn: it is to show what the sender looks like. */
  dress(editor: Element | undefined): void
  /** Stores a picture for the message. */
  upload(file: File): Promise<{ src: string; width: number; height: number }>
}

/** Buttons that insert a merge field at the caret. */
export function chips({ fields, words }: FormState, insert: (field: string) => void): TemplateResult {
  return html`<div class="chips small">
    <span class="muted" aria-hidden="true">${words.composer.insert}</span>
    ${fields.map((field) => html`<button type="button" aria-label=${words.composer.insertField(field)} @click=${() => insert(field)}>{{${field}}}</button>`)}
  </div>`
}

/** The place under a field where its refusal appears and is announced. */
export function refusal(field: FormField, problems: Problems): TemplateResult {
  return html`<div class="error" id="${field}-error" aria-live="polite">${problems[field] ?? nothing}</div>`
}

export function typed(act: (value: string) => void) {
  return (event: Event) => act((event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value)
}

export function ticked(act: (value: boolean) => void) {
  return (event: Event) => act((event.target as HTMLInputElement).checked)
}
