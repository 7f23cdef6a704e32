import { isSillageError, type PreviewInput, type Template } from '@sillage/core/browser'
import { css, html, type PropertyValues } from 'lit'
import { type Api, apiOf } from '../../client/api.ts'
import { createLatest } from '../../client/latest.ts'
import { type TemplatesWords, templatesEn } from '../../locales/templates-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { createLeaveGuard } from '../leave-guard.ts'
import { showModal } from '../show-modal.ts'
import type { Retry } from '../sillage-composer/composer-view.ts'
import { type Draft, previewOf } from '../sillage-composer/draft.ts'
import { createEditorSlot } from '../sillage-composer/editor-slot.ts'
import { dressEditor, uploadPicture } from '../sillage-composer/for-editor.ts'
import { insertAtCaret } from '../sillage-composer/insert-at-caret.ts'
import { mergeFields } from '../sillage-composer/merge-fields.ts'
import { markOf } from '../sillage-composer/named-fields.ts'
import { focusProblem, type Problems, problemsOf, withoutChanged } from '../sillage-composer/problems.ts'
import { composerStyles } from '../sillage-composer/sillage-composer.styles.ts'
import { isWords } from '../sillage-composer/words-to-html.ts'
import { type Question, SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageElement } from '../sillage-element.ts'
import { SillagePreview } from '../sillage-preview/sillage-preview.ts'
import type { Conflict } from './conflict-view.ts'
import { draftOf, inputOf, newTemplate, patchOf, sameDraft } from './template-draft.ts'
import { type TemplateViewActions, templateView } from './template-view.ts'

/**
 * The dialog in which a template is written. Part of `<template-manager>`.
 *
 * @event sillage-changed - A template was stored or changed.
 */
export class SillageTemplate extends SillageElement<TemplatesWords> {
  static override readonly english = templatesEn
  static override readonly tag = 'sillage-template'
  static override readonly dependencies = [SillageConfirm, SillagePreview]
  static override styles = [
    tokens,
    controls,
    dialog,
    composerStyles,
    css`
      .kept > .grow {
        flex: 1 1 260px;
      }
    `,
  ]
  static override properties = {
    draft: { state: true },
    editing: { state: true },
    problems: { state: true },
    conflict: { state: true },
    retry: { state: true },
    busy: { state: true },
    loading: { state: true },
    input: { state: true },
    fields: { state: true },
  }

  declare private draft: Draft
  /** Id of the template that is changed; undefined: a new one. */
  declare private editing: string | undefined
  declare private problems: Problems
  declare private conflict: Conflict | undefined
  declare private retry: Retry | undefined
  declare private busy: boolean
  declare private loading: boolean
  declare private input: PreviewInput | undefined
  declare private fields: readonly string[]

  /** As it is stored: what closing would lose is the difference. */
  #stored = newTemplate
  readonly #latest = createLatest()
  readonly #editor = createEditorSlot(() => this.#part<HTMLSlotElement>('slot[name=editor]'))
  readonly #guard = createLeaveGuard({
    dialog: () => this.#dialog,
    changed: () => !sameDraft(this.draft, this.#stored),
    ask: () => this.#askDrop(this.words.templates.leaveTitle),
    drop: () => this.#begin(this.#stored),
    closed: () => this.#latest.cancel(),
  })
  readonly #actions: TemplateViewActions = {
    close: () => void this.#guard.leave(),
    cancelled: this.#guard.cancelled,
    closed: this.#guard.closed,
    submit: (event) => {
      event.preventDefault()
      void this.#save()
    },
    copy: () => void this.#save({ anew: true }),
    mine: () => void this.#saveOver(),
    theirs: () => void this.#loadTheirs(),
    offerFields: () => {
      const preview = this.#part<SillagePreview>('sillage-preview')
      this.fields = mergeFields([], preview?.fields ?? [], preview?.unknownFields ?? [])
    },
    set: (part) => {
      this.draft = { ...this.draft, ...part }
      this.problems = withoutChanged(this.problems, part)
    },
    insert: (into, field) => {
      const { set } = this.#actions
      if (into === 'html' && this.#editor.element !== undefined) return this.#editor.insert(`{{${field}}}`, set)
      const target = this.#part<HTMLInputElement>(into === 'html' ? '#content' : `#${into}`)
      if (target === null) return
      insertAtCaret(target, into === 'html' && !isWords(this.draft.html) ? `{{${field}}}` : markOf(field, this.words))
    },
    dress: (editor) => {
      if (editor !== undefined && this.client !== undefined) void dressEditor(this.client, editor, '')
    },
    upload: (file) =>
      this.client === undefined ? Promise.reject(new Error('no client')) : uploadPicture(this.client, file),
    editorChanged: () => this.#editor.show(this.draft),
    editorTyped: (event) => this.#editor.read(event, (part) => this.#actions.set(part)),
  }

  constructor() {
    super()
    this.draft = newTemplate
    this.problems = {}
    this.busy = this.loading = false
    this.fields = mergeFields([], [], [])
  }

  /** Opens a template, or an empty one. */
  async show(id?: string): Promise<void> {
    this.editing = id
    this.retry = undefined
    this.#begin(newTemplate)
    this.loading = id !== undefined
    await this.updateComplete
    showModal(this.#dialog)
    this.#part('.scroll')?.scrollTo(0, 0)
    if (id !== undefined) await this.#load(id)
  }

  get #dialog() {
    return this.#part<HTMLDialogElement>('dialog')
  }

  #part<T extends Element>(selector: string): T | null {
    return this.renderRoot.querySelector<T>(selector)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#latest.cancel()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const input = previewOf(this.draft, this.words)
    // A new object starts a new preview, so what did not change stays the same object.
    if (JSON.stringify(input) !== JSON.stringify(this.input)) this.input = input
  }

  protected override updated(): void {
    this.#editor.show(this.draft)
  }

  #begin(draft: Draft): void {
    this.#stored = draft
    this.draft = draft
    this.problems = {}
    this.conflict = undefined
  }

  async #load(id: string): Promise<void> {
    const { client } = this
    if (client === undefined) return
    this.loading = true
    try {
      const template = await this.#latest.run(() => apiOf(client).templates.get(id))
      if (template === undefined) return
      this.#begin(draftOf(template))
      this.retry = undefined
      this.loading = false
    } catch (error) {
      // Nothing may be saved over what could not be read: the form stays hidden until it can be filled.
      this.retry = { error, again: () => void this.#load(id) }
    }
  }

  /** What the person has to fill in, before the server is asked. */
  get #missing(): Problems {
    const { draft, words } = this
    const { subject, content } = words.composer.need
    return {
      ...(draft.name.trim() === '' ? { name: words.templates.needName } : {}),
      ...(draft.subject.trim() === '' ? { subject } : {}),
      ...(draft.html.trim() === '' && draft.text.trim() === '' ? { content } : {}),
    }
  }

  /** `anew`: as another template; `over`: over the revision that another person made. */
  async #save({ anew = false, over }: { anew?: boolean; over?: number } = {}): Promise<void> {
    const { client, draft, words, editing } = this
    if (client === undefined || this.busy) return
    if (Object.keys(this.#missing).length > 0) return this.#refuse(this.#missing)
    this.busy = true
    try {
      const saved = await this.#store(apiOf(client), anew ? undefined : editing, over)
      this.#begin(draftOf(saved))
      this.#dialog?.close()
      this.activeContext?.notices.publish({ kind: 'success', title: words.templates.saved, text: saved.name })
      this.dispatchEvent(new Event('sillage-changed'))
    } catch (error) {
      this.conflict = conflictOf(error)
      await this.#refuse(this.conflict === undefined ? problemsOf(error, words, draft) : {})
    } finally {
      this.busy = false
    }
  }

  #store({ templates }: Api, editing: string | undefined, over: number | undefined): Promise<Template> {
    const { draft, words } = this
    if (editing !== undefined) return templates.update(editing, patchOf(draft, this.#stored, words, over))
    const input = inputOf(draft, words)
    return templates.create(this.editing === undefined ? input : { ...input, name: words.composer.copyOf(input.name) })
  }

  async #refuse(problems: Problems): Promise<void> {
    this.problems = problems
    await this.updateComplete
    focusProblem(this.renderRoot, problems)
  }

  async #ask(question: Question): Promise<boolean> {
    return (await this.#part<SillageConfirm>('sillage-confirm')?.ask(question)) === true
  }

  #askDrop(title: string): Promise<boolean> {
    const { leaveText, leave, goOn } = this.words.templates
    return this.#ask({ title, text: [leaveText], confirm: leave, keep: goOn, danger: true })
  }

  async #saveOver(): Promise<void> {
    const { conflict, words } = this
    if (conflict === undefined || conflict === 'gone') return
    const { conflictMineTitle: title, conflictMineText, conflictMine: confirm } = words.templates
    const question = { title, text: [conflictMineText], confirm, keep: words.common.back, danger: true }
    if (await this.#ask(question)) await this.#save({ over: conflict.revision })
  }

  async #loadTheirs(): Promise<void> {
    const { editing, words } = this
    if (editing !== undefined && (await this.#askDrop(words.templates.conflictTheirsTitle))) await this.#load(editing)
  }

  protected override render() {
    const { words, format, draft, problems, fields, retry, busy, loading, conflict, input } = this
    const shown = { words, format, draft, problems, fields, retry, busy, loading, conflict, input }
    return html`${templateView({ ...shown, editing: this.editing !== undefined }, this.#actions)}
      <sillage-confirm></sillage-confirm>`
  }
}

function conflictOf(error: unknown): Conflict | undefined {
  if (isSillageError(error, 'edit_conflict')) return error.details
  return isSillageError(error, 'not_found') ? 'gone' : undefined
}
