import type { PreviewInput, TemplateItem } from '@sillage/core/browser'
import type { LiveListener } from '@sillage/core/client'
import type { PropertyValues } from 'lit'
import { errorText } from '../../client/error-text.ts'
import { isRefused } from '../../client/is-refused.ts'
import { createLatest } from '../../client/latest.ts'
import { type ComposeMode, SillageCloseEvent, SillageSavedEvent } from '../../events/sillage-events.ts'
import { type WritingWords, writingEn } from '../../locales/writing-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { createLeaveGuard } from '../leave-guard.ts'
import { showModal } from '../show-modal.ts'
import { type Question, SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageElement } from '../sillage-element.ts'
import { SillageHelp } from '../sillage-help/sillage-help.ts'
import { SillagePreview } from '../sillage-preview/sillage-preview.ts'
import { noChoice } from '../sillage-recipients/recipient-choice.ts'
import { type Sample, SillageRecipients } from '../sillage-recipients/sillage-recipients.ts'
import { SillageTest } from '../sillage-test/sillage-test.ts'
import { hasAdvanced } from './advanced.ts'
import { type ComposerActions, composerView, type Retry } from './composer-view.ts'
import { dropQuestion, submitQuestion } from './confirm-question.ts'
import { type Draft, draftFor, emptyDraft, newKey, previewOf, saveCampaign, testOf } from './draft.ts'
import { createEditorSlot } from './editor-slot.ts'
import { dressEditor, uploadPicture } from './for-editor.ts'
import { insertAtCaret } from './insert-at-caret.ts'
import { mergeFields } from './merge-fields.ts'
import { createOpening } from './opening.ts'
import { findProblems, focusProblem, type Problems, problemsOf, withoutChanged } from './problems.ts'
import { savedNotice } from './saved-notice.ts'
import { composerStyles } from './sillage-composer.styles.ts'
import { chooseTemplate, saveTemplate, wordsOfTemplate } from './templates.ts'

/** The inside of `<campaign-composer>`: a dialog with the form, preview, test and the questions before sending. */
export class SillageComposer extends SillageElement<WritingWords> {
  static override readonly english = writingEn
  static override readonly tag = 'sillage-composer'
  static override readonly dependencies = [SillageConfirm, SillageHelp, SillagePreview, SillageRecipients, SillageTest]
  static override styles = [tokens, controls, dialog, composerStyles]
  static override properties = {
    draft: { state: true },
    problems: { state: true },
    templates: { state: true },
    editing: { state: true },
    restored: { state: true },
    busy: { state: true },
    input: { state: true },
    fields: { state: true },
    loading: { state: true },
    retry: { state: true },
    sample: { state: true },
  }

  declare private draft: Draft
  declare private problems: Problems
  declare private templates: readonly TemplateItem[] | undefined
  /** Id of the campaign that is changed; undefined while a new one is written. */
  declare private editing: string | undefined
  declare private restored: boolean
  declare private busy: boolean
  declare private input: PreviewInput | undefined
  declare private fields: readonly string[]
  declare private loading: boolean
  /** Why the requested campaign is missing, and how to load it again. */
  declare private retry: Retry | undefined
  /** The recipient the preview is shown as. */
  declare private sample: Sample | undefined

  readonly #editor = createEditorSlot(() => this.renderRoot.querySelector<HTMLSlotElement>('slot[name=editor]'))
  readonly #campaign = createLatest()
  #opening = createOpening('', 'new')
  readonly #guard = createLeaveGuard({
    dialog: () => this.#dialog,
    changed: () => this.#opening.changed(this.draft),
    ask: () => this.#ask(dropQuestion(this.words.composer.leaveTitle, this.draft, this.words)),
    drop: () => this.#opening.begin(undefined),
    closed: () => this.dispatchEvent(new SillageCloseEvent()),
  })
  readonly #actions: ComposerActions = {
    close: () => void this.#guard.leave(),
    cancelled: this.#guard.cancelled,
    closed: this.#guard.closed,
    submit: (event) => void this.#submit(event),
    test: () => this.#part<SillageTest>('sillage-test')?.show(testOf(this.draft, this.words, this.sample?.contactId)),
    discard: () => void this.#discard(),
    offerFields: () => this.#offerFields(),
    set: (part) => this.#set(part),
    insert: (into, field) => {
      if (into === 'html' && this.#editor.element !== undefined)
        return this.#editor.insert(`{{${field}}}`, (part) => this.#set(part))
      const target = this.#part<HTMLInputElement>(into === 'html' ? '#content' : '#subject')
      if (target !== null) this.#set({ [into]: insertAtCaret(target, `{{${field}}}`) })
    },
    chooseTemplate: (id) => this.#set(chooseTemplate(this.draft, this.templates ?? [], id)),
    changeWords: () =>
      void wordsOfTemplate(this.client, this.draft).then(
        (part) => this.#set(part),
        (error) => this.#refuse({ content: errorText(error, this.words) }),
      ),
    saveTemplate: () => void this.#saveTemplate(),
    chooseRecipients: () => {
      this.#set({ recipients: this.#recipients?.choice ?? noChoice })
      this.sample = this.#recipients?.sample
    },
    sampleChanged: () => {
      this.sample = this.#recipients?.sample
      this.#offerFields()
    },
    dress: (editor) => {
      if (editor !== undefined && this.client !== undefined) void dressEditor(this.client, editor, this.draft.madeFrom)
    },
    upload: (file) =>
      this.client === undefined ? Promise.reject(new Error('no client')) : uploadPicture(this.client, file),
    editorChanged: () => this.#editor.show(this.draft),
    editorTyped: (event) => this.#editor.read(event, (part) => this.#set(part)),
  }

  constructor() {
    super()
    this.draft = emptyDraft
    this.problems = {}
    this.restored = false
    this.busy = false
    this.loading = false
    this.fields = mergeFields([], [], [])
  }

  /** Opens the composer: on the kept draft or an empty one, a copy of a campaign, or one that has not started. */
  async show(mode: ComposeMode = 'new', campaignId?: string): Promise<void> {
    this.#opening = createOpening(this.client?.baseUrl ?? '', mode, campaignId)
    this.problems = {}
    this.editing = mode === 'edit' ? campaignId : undefined
    this.retry = undefined
    const kept = this.#opening.kept()
    this.draft = kept ?? emptyDraft
    this.restored = kept !== undefined
    const missing = kept === undefined ? campaignId : undefined
    this.loading = missing !== undefined
    await this.updateComplete
    showModal(this.#dialog)
    this.#part('.scroll')?.scrollTo(0, 0)
    this.#part('.advanced')?.toggleAttribute('open', hasAdvanced(this.draft))
    await Promise.all([this.#loadTemplates(), missing === undefined ? undefined : this.#loadCampaign(mode, missing)])
    this.#recipients?.load()
  }

  get #dialog() {
    return this.#part<HTMLDialogElement>('#composer')
  }

  get #recipients() {
    return this.#part<SillageRecipients>('sillage-recipients')
  }

  #part<T extends Element>(selector: string): T | null {
    return this.renderRoot.querySelector<T>(selector)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#campaign.cancel()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const next = previewOf(this.draft, this.words, this.sample)
    // A new object starts a new preview, so what did not change stays the same object.
    if (JSON.stringify(next) !== JSON.stringify(this.input)) this.input = next
  }

  protected override updated(): void {
    this.#editor.show(this.draft)
  }

  protected override liveListener(): LiveListener {
    // What could not be loaded without a connection.
    return {
      refresh: () => this.#dialog?.open === true && this.problems.content !== undefined && void this.#loadTemplates(),
    }
  }

  async #loadTemplates(): Promise<void> {
    const { client } = this
    if (client === undefined) return
    try {
      const templates = (await client.listTemplates({ limit: 200 })).items
      // The field's message was that they could not be loaded.
      if (this.templates === undefined) this.problems = { ...this.problems, content: undefined }
      this.templates = templates
      // Without templates only a message of one's own is possible.
      if (templates.length === 0 && this.draft.mode === 'template') this.draft = { ...this.draft, mode: 'own' }
    } catch (error) {
      this.problems = { ...this.problems, content: errorText(error, this.words) }
    }
  }

  async #loadCampaign(mode: ComposeMode, id: string): Promise<void> {
    const { client, words } = this
    if (client === undefined) return
    this.loading = true
    try {
      const campaign = await this.#campaign.run((signal) => client.getCampaign(id, signal))
      if (campaign === undefined) return
      this.draft = draftFor(mode, campaign, words, this.querySelector(':scope > [slot=editor]') === null)
      this.#opening.begin(this.draft)
      this.loading = false
      this.retry = undefined
    } catch (error) {
      // Nothing may be sent that could be mistaken for another campaign: the form stays hidden until it can be filled.
      this.retry = { error, again: () => void this.#loadCampaign(mode, id) }
    }
  }

  #set(part: Partial<Draft>): void {
    this.draft = { ...this.draft, ...part }
    this.problems = withoutChanged(this.problems, part)
    this.#opening.keep(this.draft)
  }

  async #saveTemplate(): Promise<void> {
    const { client, draft, words } = this
    if (client === undefined || this.busy) return
    const { name, subject, content } = findProblems(draft, words)
    if ((name ?? subject ?? content) !== undefined) return this.#refuse({ name, subject, content })
    this.busy = true
    try {
      this.templates = [...(this.templates ?? []), await saveTemplate(client, draft, words)]
      this.activeContext?.notices.publish({ kind: 'success', title: words.composer.templateSaved, text: draft.name })
    } catch (error) {
      await this.#refuse(problemsOf(error, words, draft))
    } finally {
      this.busy = false
    }
  }

  #offerFields(): void {
    const preview = this.#part<SillagePreview>('sillage-preview')
    this.fields = mergeFields(this.#recipients?.fields ?? [], preview?.fields ?? [], preview?.unknownFields ?? [])
  }

  async #ask(question: Question): Promise<boolean> {
    return (await this.#part<SillageConfirm>('sillage-confirm')?.ask(question)) === true
  }

  async #discard(): Promise<void> {
    if (!(await this.#ask(dropQuestion(this.words.composer.dropTitle, this.draft, this.words)))) return
    const { mode, campaignId } = this.#opening
    this.#opening.drop()
    this.draft = emptyDraft
    this.problems = {}
    this.restored = false
    if (campaignId !== undefined) await this.#loadCampaign(mode, campaignId)
    this.#part<HTMLElement>('#name')?.focus()
  }

  async #refuse(problems: Problems): Promise<void> {
    this.problems = problems
    await this.updateComplete
    focusProblem(this.renderRoot, problems)
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    await this.#recipients?.picked
    const { client, words, format, draft, editing } = this
    if (client === undefined || this.busy) return
    const problems = findProblems(draft, words)
    if (Object.keys(problems).length > 0) return this.#refuse(problems)
    const question = submitQuestion(draft, this.#opening.stored, words, format)
    if (question !== undefined && !(await this.#ask(question))) return
    if (editing === undefined) {
      // The key stays until the server refuses: after a lost answer, trying again must not send a second time.
      this.draft = { ...this.draft, key: this.draft.key ?? newKey() }
      this.#opening.keep(this.draft)
    }
    this.busy = true
    try {
      const campaign = await saveCampaign(client, this.draft, editing, words)
      const created = editing === undefined
      if (created) this.#opening.drop()
      this.draft = emptyDraft
      this.#opening.begin(undefined)
      this.#dialog?.close()
      this.activeContext?.notices.publish(savedNotice(campaign, created, words, format))
      this.dispatchEvent(new SillageSavedEvent(campaign, created))
    } catch (error) {
      if (isRefused(error)) this.draft = { ...this.draft, key: undefined }
      await this.#refuse(problemsOf(error, words, this.draft))
    } finally {
      this.busy = false
    }
  }

  protected override render() {
    const { words, format, draft, problems, templates, fields, retry, restored, busy, loading, input } = this
    const shown = { words, format, draft, problems, templates, fields, retry, restored, busy, loading, input }
    return composerView({ ...shown, editing: this.editing !== undefined, person: this.sample?.name }, this.#actions)
  }
}
