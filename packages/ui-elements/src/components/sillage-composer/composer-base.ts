import { type Finding, type PreviewInput, SillageError, type TemplateItem } from '@sillage/core/browser'
import type { PropertyDeclarations, PropertyValues } from 'lit'
import { apiOf } from '../../client/api.ts'
import { errorText } from '../../client/error-text.ts'
import { type WritingWords, writingEn } from '../../locales/writing-en.ts'
import type { SillageChooser } from '../sillage-chooser/sillage-chooser.ts'
import type { Question, SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageElement } from '../sillage-element.ts'
import type { SillagePreview } from '../sillage-preview/sillage-preview.ts'
import type { Unplaced } from './advanced.ts'
import { createChecks } from './checks.ts'
import { defined } from './defined.ts'
import { type Draft, emptyDraft, previewOf } from './draft.ts'
import { mergeFields } from './merge-fields.ts'
import { loadOwnSettings, noSettings, type OwnSettings } from './own-settings.ts'
import { createPeople, noPeople, type People } from './people.ts'
import { findProblems, focusProblem, type Problems, problemsOf, withoutChanged } from './problems.ts'
import { loadTemplates, saveTemplate } from './templates.ts'

/** What a draft is written with: the form's state, templates, the people it goes to, fields and questions. */
export abstract class ComposerBase extends SillageElement<WritingWords> {
  static override readonly english = writingEn
  static override properties: PropertyDeclarations = {
    loadChooser: { attribute: false },
    draft: { state: true },
    problems: { state: true },
    templates: { state: true },
    own: { state: true },
    busy: { state: true },
    input: { state: true },
    fields: { state: true },
    people: { state: true },
    hasChooser: { state: true },
    findings: { state: true },
  }

  /** Loads the dialog in which recipients are chosen. */
  declare loadChooser: (() => Promise<object | undefined>) | undefined
  declare protected draft: Draft
  declare protected problems: Problems
  declare protected templates: readonly TemplateItem[] | undefined
  declare protected own: OwnSettings
  declare protected busy: boolean
  declare protected input: PreviewInput | undefined
  declare protected fields: readonly string[]
  declare protected people: People
  declare protected hasChooser: boolean
  declare protected findings: readonly Finding[] | undefined

  protected readonly following = createPeople(
    () => this.client,
    (people) => {
      this.people = people
      this.offerFields()
    },
  )

  readonly #checks = createChecks(
    () => this.client,
    (findings) => {
      this.findings = findings
    },
  )

  /** Keeps the draft, after a change of it. */
  protected abstract keep(): void

  constructor() {
    super()
    this.draft = emptyDraft
    this.problems = {}
    this.busy = false
    this.people = noPeople
    this.own = noSettings
    this.hasChooser = false
    this.fields = mergeFields([], [], [])
  }

  protected get dialog() {
    return this.query<HTMLDialogElement>('#composer')
  }

  protected get chooser() {
    return this.query<SillageChooser>('sillage-chooser')
  }

  protected query<T extends Element>(selector: string): T | null {
    return this.renderRoot.querySelector<T>(selector)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.following.stop()
    this.#checks.stop()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const next = previewOf(this.draft, this.words, this.people.sample)
    // A new object starts a new preview, so what did not change stays the same object.
    if (JSON.stringify(next) !== JSON.stringify(this.input)) this.input = next
  }

  protected override updated(): void {
    if (this.dialog?.open !== true) return
    this.following.choose(this.draft.recipients)
    this.#checks.ask(this.draft, this.words, this.people.sample)
  }

  protected set(part: Partial<Draft>): void {
    this.draft = { ...this.draft, ...part }
    this.problems = withoutChanged(this.problems, part)
    this.keep()
  }

  protected carry(part: Partial<Unplaced>): void {
    const { carried } = this.draft
    this.set({ carried: { ...carried, input: defined({ ...carried.input, ...part }) } })
  }

  /** Uploads files one after the other; what was stored stays where a later one fails. */
  protected async attachFiles(files: readonly File[]): Promise<void> {
    const { client, words } = this
    if (client === undefined) return
    try {
      for (const file of files) {
        const content = new Uint8Array(await file.arrayBuffer())
        const { id, filename, size } = await apiOf(client).attachments.create({ filename: file.name, content })
        const { attachments = [] } = this.draft.carried.input
        this.carry({ attachments: [...attachments, { attachment: id, filename, size }] })
      }
    } catch (error) {
      this.problems = { ...this.problems, attachments: errorText(error, words) }
    }
  }

  protected async loadTemplates(): Promise<void> {
    const { client } = this
    if (client === undefined) return
    try {
      const templates = await loadTemplates(client)
      // The field's message was that they could not be loaded.
      if (this.templates === undefined) this.problems = { ...this.problems, content: undefined }
      this.templates = templates
      // Without templates only a message of one's own is possible.
      if (templates.length === 0 && this.draft.mode === 'template') this.draft = { ...this.draft, mode: 'own' }
    } catch (error) {
      this.problems = { ...this.problems, content: errorText(error, this.words) }
    }
  }

  protected async loadSettings(): Promise<void> {
    if (this.client !== undefined) this.own = await loadOwnSettings(this.client)
  }

  protected async saveTemplate(): Promise<void> {
    const { client, draft, words } = this
    if (client === undefined || this.busy) return
    const { name, subject, content } = findProblems(draft, words)
    if ((name ?? subject ?? content) !== undefined) return this.refuse({ name, subject, content })
    this.busy = true
    try {
      this.templates = [...(this.templates ?? []), await saveTemplate(client, draft, words)]
      this.activeContext?.notices.publish({ kind: 'success', title: words.composer.templateSaved, text: draft.name })
    } catch (error) {
      await this.refuse(problemsOf(error, words, draft))
    } finally {
      this.busy = false
    }
  }

  protected offerFields(): void {
    const preview = this.query<SillagePreview>('sillage-preview')
    this.fields = mergeFields(this.people.fields, preview?.fields ?? [], preview?.unknownFields ?? [])
  }

  /** Another draft is shown. */
  protected beginPeople(): void {
    this.following.begin(this.draft.recipients)
    this.chooser?.begin(this.draft.recipients)
  }

  protected async openChooser(): Promise<void> {
    this.hasChooser = (await this.loadChooser?.()) !== undefined
    if (!this.hasChooser)
      return this.tellFailure(new SillageError('no_answer', 'The dialog of recipients could not be loaded.'))
    await this.updateComplete
    await this.chooser?.show()
  }

  protected async ask(question: Question): Promise<boolean> {
    return (await this.query<SillageConfirm>('sillage-confirm')?.ask(question)) === true
  }

  protected async refuse(problems: Problems): Promise<void> {
    this.problems = problems
    await this.updateComplete
    focusProblem(this.renderRoot, problems)
  }
}
