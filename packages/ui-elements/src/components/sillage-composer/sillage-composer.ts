import { isSillageError } from '@sillage/core/browser'
import type { LiveListener } from '@sillage/core/client'
import type { PropertyDeclarations } from 'lit'
import { errorText } from '../../client/error-text.ts'
import { isRefused } from '../../client/is-refused.ts'
import { createLatest } from '../../client/latest.ts'
import { type ComposeMode, SillageCloseEvent, SillageSavedEvent } from '../../events/sillage-events.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { createLeaveGuard } from '../leave-guard.ts'
import { showModal } from '../show-modal.ts'
import { SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageHelp } from '../sillage-help/sillage-help.ts'
import { SillagePreview } from '../sillage-preview/sillage-preview.ts'
import { SillageTest } from '../sillage-test/sillage-test.ts'
import { hasAdvanced } from './advanced.ts'
import { ComposerBase } from './composer-base.ts'
import { type ComposerActions, composerView, type Retry } from './composer-view.ts'
import { dropQuestion, submitQuestion } from './confirm-question.ts'
import { asNewDraft, draftFor, emptyDraft, newKey, type Saving, saveCampaign, testOf } from './draft.ts'
import { createEditorSlot } from './editor-slot.ts'
import { dressEditor, uploadPicture } from './for-editor.ts'
import { insertAtCaret } from './insert-at-caret.ts'
import { markOf } from './named-fields.ts'
import { createOpening } from './opening.ts'
import { reached } from './people.ts'
import { findProblems, focusField, problemsOf } from './problems.ts'
import { savedNotice } from './saved-notice.ts'
import { composerStyles } from './sillage-composer.styles.ts'
import { chooseTemplate, wordsOfTemplate } from './templates.ts'
import { isWords } from './words-to-html.ts'

/** The inside of `<campaign-composer>`: a dialog with the form, preview, test and the questions before sending. */
export class SillageComposer extends ComposerBase {
  static override readonly tag = 'sillage-composer'
  static override readonly dependencies = [SillageConfirm, SillageHelp, SillagePreview, SillageTest]
  static override styles = [tokens, controls, dialog, composerStyles]
  static override properties: PropertyDeclarations = {
    draftKey: { attribute: false },
    editing: { state: true },
    restored: { state: true },
    loading: { state: true },
    retry: { state: true },
    conflict: { state: true },
  }

  /** Keeps drafts beyond the session, under this name; undefined: for the session. */
  declare draftKey: string | undefined
  /** Id of the campaign that is changed; undefined while a new one is written. */
  declare private editing: string | undefined
  declare private restored: boolean
  declare private loading: boolean
  /** Why the requested campaign is missing, and how to load it again. */
  declare private retry: Retry | undefined
  /** Somebody else changed the campaign meanwhile. */
  declare private conflict: boolean

  readonly #editor = createEditorSlot(() => this.renderRoot.querySelector<HTMLSlotElement>('slot[name=editor]'))
  readonly #campaign = createLatest()
  #opening = createOpening('', 'new')
  readonly #guard = createLeaveGuard({
    dialog: () => this.dialog,
    changed: () => this.#opening.loses(this.draft),
    ask: () => this.ask(dropQuestion(this.words.composer.leaveTitle, this.draft, this.words, this.#opening.kept)),
    drop: () => this.#opening.begin(undefined),
    closed: () => this.dispatchEvent(new SillageCloseEvent()),
  })
  /** Leaving the page loses what closing would lose. */
  readonly #unload = (event: Event): void => {
    if (this.dialog?.open === true && this.#opening.loses(this.draft)) event.preventDefault()
  }
  readonly #actions: ComposerActions = {
    close: () => void this.#guard.leave(),
    cancelled: this.#guard.cancelled,
    closed: this.#guard.closed,
    submit: (event) => void this.#submit(event),
    saveDraft: () => void this.#saveDraft(),
    takeTheirs: () => void this.#takeTheirs(),
    saveMine: () => void this.#saveMine(),
    test: () => {
      const { content } = findProblems(this.draft, this.words)
      if (this.input === undefined) return void this.refuse({ content })
      this.query<SillageTest>('sillage-test')?.show(testOf(this.draft, this.words, this.people.sample?.contactId))
    },
    discard: () => void this.#discard(),
    offerFields: () => this.offerFields(),
    set: (part) => this.set(part),
    carry: (part) => this.carry(part),
    attach: (files) => void this.attachFiles(files),
    insert: (into, field) => {
      if (into === 'html' && this.#editor.element !== undefined)
        return this.#editor.insert(`{{${field}}}`, (part) => this.set(part))
      const target = this.query<HTMLInputElement>(into === 'html' ? '#content' : `#${into}`)
      if (target === null) return
      insertAtCaret(target, into === 'html' && !isWords(this.draft.html) ? `{{${field}}}` : markOf(field, this.words))
    },
    setMode: (mode) => {
      this.set({ mode })
      if (mode === 'own') void this.#write()
    },
    chooseTemplate: (id) => this.set(chooseTemplate(this.draft, this.templates ?? [], id)),
    changeWords: () => void this.#changeWords(),
    saveTemplate: () => void this.saveTemplate(),
    openChooser: () => void this.openChooser(),
    chose: () => this.set({ recipients: this.chooser?.choice ?? this.draft.recipients }),
    countAgain: () => this.following.again(),
    goTo: (id) => focusField(this.renderRoot, id),
    dress: (editor) => {
      if (editor !== undefined && this.client !== undefined) void dressEditor(this.client, editor, this.draft.madeFrom)
    },
    upload: (file) =>
      this.client === undefined ? Promise.reject(new Error('no client')) : uploadPicture(this.client, file),
    editorChanged: () => this.#editor.show(this.draft),
    editorTyped: (event) => this.#editor.read(event, (part) => this.set(part)),
  }

  constructor() {
    super()
    this.restored = this.loading = this.conflict = false
  }

  /** Opens the composer: on the kept draft or an empty one, a copy of a campaign, or one that has not started. */
  async show(mode: ComposeMode = 'new', campaignId?: string): Promise<void> {
    this.#opening = createOpening(this.client?.baseUrl ?? '', mode, campaignId, this.draftKey)
    this.problems = {}
    this.conflict = false
    this.editing = mode === 'edit' ? campaignId : undefined
    this.retry = undefined
    const kept = this.#opening.load()
    this.draft = kept ?? emptyDraft
    this.restored = kept !== undefined
    const missing = kept === undefined ? campaignId : undefined
    this.loading = missing !== undefined
    await this.updateComplete
    showModal(this.dialog)
    this.beginPeople()
    this.query('.scroll')?.scrollTo(0, 0)
    this.query('.advanced')?.toggleAttribute('open', hasAdvanced(this.draft))
    void this.loadSettings()
    await Promise.all([this.loadTemplates(), missing === undefined ? undefined : this.#loadCampaign(mode, missing)])
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('beforeunload', this.#unload)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('beforeunload', this.#unload)
    this.#campaign.cancel()
  }

  protected override updated(): void {
    super.updated()
    this.#editor.show(this.draft)
  }

  protected override liveListener(): LiveListener {
    // What could not be loaded without a connection.
    return {
      refresh: () => this.dialog?.open === true && this.problems.content !== undefined && void this.loadTemplates(),
    }
  }

  protected override keep(): void {
    this.#opening.keep(this.draft)
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
      this.beginPeople()
      this.loading = this.conflict = false
      this.retry = undefined
    } catch (error) {
      // Nothing may be sent that could be mistaken for another campaign: the form stays hidden until it can be filled.
      this.retry = { error, again: () => void this.#loadCampaign(mode, id) }
    }
  }

  async #discard(): Promise<void> {
    if (!(await this.ask(dropQuestion(this.words.composer.dropTitle, this.draft, this.words)))) return
    const { mode, campaignId } = this.#opening
    this.#opening.drop()
    this.draft = emptyDraft
    this.problems = {}
    this.restored = false
    this.beginPeople()
    if (campaignId !== undefined) await this.#loadCampaign(mode, campaignId)
    this.query<HTMLElement>('#name')?.focus()
  }

  async #changeWords(): Promise<void> {
    try {
      this.set(await wordsOfTemplate(this.client, this.draft))
    } catch (error) {
      return this.refuse({ content: errorText(error, this.words) })
    }
    // The button that was pressed is gone, and with it the place from which one goes on by keys.
    await this.#write()
  }

  /** The caret goes into the message. */
  async #write(): Promise<void> {
    await this.updateComplete
    const field = this.#editor.element ?? this.query<HTMLElement>('#content')
    field?.focus()
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    await this.chooser?.settled()
    await this.following.counted
    const { words, format, draft } = this
    const count = reached(this.people.reach)
    const problems = findProblems(draft, words, count)
    if (Object.keys(problems).length > 0) return this.refuse(problems)
    const question = submitQuestion({ draft, count, from: this.#from }, this.#opening.stored, words, format)
    if (question !== undefined && !(await this.ask(question))) return
    await this.#save(this.editing)
  }

  get #from(): string | undefined {
    const { from } = this.draft.carried.input
    return typeof from === 'object' ? from.email : from
  }

  /** Stores a new campaign that does not start by itself. */
  async #saveDraft(): Promise<void> {
    await this.chooser?.settled()
    // Whom it goes to and when may be decided later.
    const { name, subject, content } = findProblems(this.draft, this.words)
    if ((name ?? subject ?? content) !== undefined) return this.refuse({ name, subject, content })
    await this.#save('draft')
  }

  /** Shows the campaign as somebody else left it, in place of what was written here. */
  async #takeTheirs(): Promise<void> {
    const { editing } = this
    this.problems = {}
    if (editing !== undefined) await this.#loadCampaign('edit', editing)
  }

  /** Keeps what was written here as a campaign of its own, beside the one that somebody else changed. */
  async #saveMine(): Promise<void> {
    this.draft = asNewDraft(this.draft, this.words)
    await this.#save('draft')
  }

  async #save(saving: Saving): Promise<void> {
    const { client, words, format } = this
    if (client === undefined || this.busy) return
    const created = saving === undefined || saving === 'draft'
    if (created) {
      // The key stays until the server refuses: after a lost answer, trying again must not send a second time.
      this.draft = { ...this.draft, key: this.draft.key ?? newKey() }
      this.keep()
    }
    this.busy = true
    try {
      const campaign = await saveCampaign(client, this.draft, saving, words)
      if (created) this.#opening.drop()
      this.draft = emptyDraft
      this.#opening.begin(undefined)
      this.dialog?.close()
      this.activeContext?.notices.publish(savedNotice(campaign, created, words, format))
      this.dispatchEvent(new SillageSavedEvent(campaign, created))
    } catch (error) {
      if (isRefused(error)) this.draft = { ...this.draft, key: undefined }
      this.conflict = isSillageError(error, 'edit_conflict')
      await this.refuse(this.conflict ? {} : problemsOf(error, words, this.draft))
      this.query<HTMLElement>('.conflict')?.focus()
    } finally {
      this.busy = false
    }
  }

  protected override render() {
    const { words, format, draft, problems, templates, fields, retry, restored, busy, loading, input, people } = this
    const shown = { words, format, draft, problems, templates, fields, retry, restored, busy, loading, input, people }
    const { conflict, hasChooser, findings, own } = this
    const editing = this.editing !== undefined
    return composerView(
      { ...shown, editing, conflict, hasChooser, findings, own, kept: this.#opening.kept },
      this.#actions,
    )
  }
}
