import type { TemplateItem } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import type { Draft } from './draft.ts'
import type { FormField, Problems } from './problems.ts'

export interface FormState {
  draft: Draft
  problems: Problems
  /** Undefined: not loaded. */
  templates: readonly TemplateItem[] | undefined
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
  /** Makes the chosen template the author's own message. */
  changeWords(): void
  /** Keeps the author's own message as a template; absent where it is one. */
  saveTemplate?(): void
  chooseRecipients(): void
  /** The host's own editor was put into the slot. */
  editorChanged(event: Event): void
  /** Something was written in the host's own editor. */
  editorTyped(event: Event): void
  /** An editor of documents is drawn: it is to show what the sender looks like. */
  dress(editor: Element | undefined): void
  /** Stores a picture for the message. */
  upload(file: File): Promise<{ src: string; width: number; height: number }>
  /** Another recipient is shown in the preview. */
  sampleChanged(): void
}

/** What the author's own message is drawn of, wherever one is written. */
export type MessageState = Pick<FormState, 'draft' | 'problems' | 'fields' | 'words'>
export type MessageActions = Pick<
  FormActions,
  'set' | 'insert' | 'saveTemplate' | 'editorChanged' | 'editorTyped' | 'dress' | 'upload'
>

/** Buttons that insert a merge field at the caret. */
export function chips(
  { fields, words }: Pick<MessageState, 'fields' | 'words'>,
  insert: (field: string) => void,
): TemplateResult {
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
