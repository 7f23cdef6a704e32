import type { Finding, TemplateItem } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import { fieldName } from '../../format/with-fields.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import type { Unplaced } from './advanced.ts'
import type { Draft } from './draft.ts'
import type { OwnSettings } from './own-settings.ts'
import type { People } from './people.ts'
import type { FormField, Problems } from './problems.ts'

export interface FormState {
  draft: Draft
  problems: Problems
  /** Undefined: not loaded. */
  templates: readonly TemplateItem[] | undefined
  own: OwnSettings
  /** Whom it reaches. */
  people: People
  /** What a check of the draft found; undefined: nothing was checked yet. */
  findings: readonly Finding[] | undefined
  /** Merge fields to choose from. */
  fields: readonly string[]
  /** Changing a campaign that exists, rather than creating one. */
  editing: boolean
  words: WritingWords
  format: Format
}

export interface FormActions {
  set(part: Partial<Draft>): void
  /** Changes what has no field of the draft's own. */
  carry(part: Partial<Unplaced>): void
  insert(into: 'subject' | 'preheader' | 'html', field: string): void
  /** A template, or a message of one's own, which is gone on with at once. */
  setMode(mode: Draft['mode']): void
  chooseTemplate(id: string): void
  /** Makes the chosen template the author's own message. */
  changeWords(): void
  /** Keeps the author's own message as a template; absent where it is one. */
  saveTemplate?(): void
  /** Opens the dialog in which recipients are chosen. */
  openChooser(): void
  countAgain(): void
  /** Shows the field of this id, to mend what was found there. */
  goTo(id: string): void
  /** The host's own editor was put into the slot. */
  editorChanged(event: Event): void
  /** Something was written in the host's own editor. */
  editorTyped(event: Event): void
  /** An editor of documents is drawn: it is to show what the sender looks like. */
  dress(editor: Element | undefined): void
  /** Uploads files, which travel in the message. */
  attach(files: readonly File[]): void
  /** Stores a picture for the message. */
  upload(file: File): Promise<{ src: string; width: number; height: number }>
}

/** A menu that inserts a merge field where the caret is, each under its name in the reader's language. */
export function fieldsMenu(
  { fields, words }: Pick<FormState, 'fields' | 'words'>,
  into: string,
  insert: (field: string) => void,
): TemplateResult {
  const text = words.composer
  const choose = (event: Event) => {
    const menu = event.target as HTMLSelectElement
    const { value } = menu
    menu.value = ''
    if (value !== '') insert(value)
  }
  return html`<select class="fields" id="fields-${into}" aria-label=${text.insertInto[into === 'html' ? 'html' : into === 'subject' ? 'subject' : 'preheader']} @change=${choose}>
    <option value="" .selected=${true}>${text.insert}</option>
    ${fields.map((field) => html`<option value=${field}>${fieldName(field, words)}</option>`)}
  </select>`
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

/** What the author's own message is drawn of, wherever one is written. */
export type MessageState = Pick<FormState, 'draft' | 'problems' | 'fields' | 'words'>
export type MessageActions = Pick<
  FormActions,
  'set' | 'insert' | 'saveTemplate' | 'editorChanged' | 'editorTyped' | 'dress' | 'upload'
>
