import type { Campaign, PreviewInput, Template } from '@sillage/core/browser'
import type { PropertyValues } from 'lit'
import { ApiError } from '../../client/api-error.ts'
import { errorText } from '../../client/error-text.ts'
import { createLatest } from '../../client/latest.ts'
import { type ComposeMode, SillageCloseEvent, SillageSavedEvent } from '../../events/sillage-events.ts'
import type { LiveListener } from '../../live/live-connection.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'
import { SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillagePreview } from '../sillage-preview/sillage-preview.ts'
import { noChoice } from '../sillage-recipients/recipient-choice.ts'
import { type Sample, SillageRecipients } from '../sillage-recipients/sillage-recipients.ts'
import { SillageTest } from '../sillage-test/sillage-test.ts'
import { WritingElement } from '../writing-element.ts'
import { hasAdvanced } from './advanced.ts'
import { composerStyles } from './campaign-composer.styles.ts'
import { type ComposerActions, composerView, type Retry } from './composer-view.ts'
import { confirmQuestion } from './confirm-question.ts'
import { contentOf, type Draft, draftFor, emptyDraft, inputOf, newKey, patchOf, previewOf } from './draft.ts'
import { createDraftStore } from './draft-store.ts'
import { createEditorSlot } from './editor-slot.ts'
import { insertAtCaret } from './insert-at-caret.ts'
import { mergeFields } from './merge-fields.ts'
import { findProblems, formFields, type Problems, problemsOf } from './problems.ts'
import { savedNotice } from './saved-notice.ts'
import { chooseTemplate, saveTemplate } from './templates.ts'

/**
 * @summary The modal in which a campaign is written, tested and sent. Open it with `show()`; what is typed survives closing it.
 *
 * @event {SillageSavedEvent} sillage-saved - A campaign was created or changed.
 * @event {SillageCloseEvent} sillage-close - The person closed the composer.
 * @slot editor - An editor of your own for the HTML of a message: any element with a `value` that fires `input` or `change`.
 * @csspart dialog - The dialog.
 */
export class CampaignComposer extends WritingElement {
  static override readonly tag = 'campaign-composer'
  static override readonly dependencies = [SillageConfirm, SillageRecipients, SillagePreview, SillageTest]
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
  declare private templates: readonly Template[] | undefined
  /** Id of the campaign that is changed; undefined while a new one is written. */
  declare private editing: string | undefined
  declare private restored: boolean
  declare private busy: boolean
  declare private input: PreviewInput | undefined
  declare private fields: readonly string[]
  declare private loading: boolean
  /** Why the campaign that was asked for is not there, and how to ask again. */
  declare private retry: Retry | undefined
  /** Who the preview is shown as. */
  declare private sample: Sample | undefined

  readonly #editor = createEditorSlot(() => this.renderRoot.querySelector<HTMLSlotElement>('slot[name=editor]'))
  readonly #opening = createLatest()
  readonly #store = () => createDraftStore(this.client?.baseUrl ?? '')
  readonly #actions: ComposerActions = {
    close: () => this.#dialog?.close(),
    closed: () => this.dispatchEvent(new SillageCloseEvent()),
    submit: (event) => void this.#submit(event),
    test: () => this.#openTest(),
    discard: () => this.#discard(),
    offerFields: () => this.#offerFields(),
    set: (part) => this.#set(part),
    insert: (into, field) => this.#insert(into, field),
    chooseTemplate: (id) => this.#set(chooseTemplate(this.draft, this.templates ?? [], id)),
    saveTemplate: () => void this.#saveTemplate(),
    chooseRecipients: () => {
      this.#set({ recipients: this.#recipients?.choice ?? noChoice })
      this.sample = this.#recipients?.sample
    },
    sampleChanged: () => {
      this.sample = this.#recipients?.sample
      this.#offerFields()
    },
    editorChanged: () => this.#editor.show(this.draft.html),
    editorTyped: (event) => this.#editor.read(event, (text) => this.#set({ html: text })),
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

  /** Opens the composer: on the kept draft or an empty one, on a copy of a campaign, or on a campaign that has not started. */
  async show(mode: ComposeMode = 'new', campaignId?: string): Promise<void> {
    this.problems = {}
    this.editing = mode === 'edit' ? campaignId : undefined
    this.retry = undefined
    const kept = mode === 'new' ? this.#store().load() : undefined
    this.restored = kept !== undefined
    this.draft = kept ?? emptyDraft
    this.loading = campaignId !== undefined
    await this.updateComplete
    showModal(this.#dialog)
    this.renderRoot.querySelector('.scroll')?.scrollTo(0, 0)
    this.renderRoot.querySelector('.advanced')?.toggleAttribute('open', hasAdvanced(this.draft))
    await Promise.all([
      this.#loadTemplates(),
      campaignId === undefined ? undefined : this.#loadCampaign(mode, campaignId),
    ])
    this.#recipients?.load()
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('#composer')
  }

  get #recipients(): SillageRecipients | null {
    return this.renderRoot.querySelector('sillage-recipients')
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#opening.cancel()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const { contactId, data } = this.sample ?? {}
    const next = previewOf(this.draft, { contactId, data })
    // A new object asks for a new preview, so what did not change stays the same object.
    if (JSON.stringify(next) !== JSON.stringify(this.input)) this.input = next
  }

  protected override updated(): void {
    this.#editor.show(this.draft.html)
  }

  protected override liveListener(): LiveListener {
    // What could not be loaded while there was no connection.
    return {
      refresh: () => this.#dialog?.open === true && this.problems.content !== undefined && void this.#loadTemplates(),
    }
  }

  async #loadTemplates(): Promise<void> {
    const { client } = this
    if (client === undefined) return
    try {
      const templates = (await client.listTemplates({ limit: 200 })).items
      // What stood at the field was that they could not be loaded.
      if (this.templates === undefined) this.problems = { ...this.problems, content: undefined }
      this.templates = templates
      // Without templates the only way to go on is an own message.
      if (templates.length === 0 && this.draft.mode === 'template') this.draft = { ...this.draft, mode: 'own' }
    } catch (error) {
      this.problems = { ...this.problems, content: errorText(error, this.words) }
    }
  }

  async #loadCampaign(mode: ComposeMode, id: string): Promise<void> {
    const { client, words } = this
    if (client === undefined) return
    try {
      const campaign = await this.#opening.run((signal) => client.getCampaign(id, signal))
      if (campaign === undefined) return
      this.draft = draftFor(mode, campaign, words)
      this.loading = false
      this.retry = undefined
    } catch (error) {
      // Nothing may be sent that the person takes for another campaign: the form stays away until it can be filled.
      this.retry = { error, again: () => void this.#loadCampaign(mode, id) }
    }
  }

  #set(part: Partial<Draft>): void {
    this.draft = { ...this.draft, ...part }
    const changed = Object.keys(part)
    if (changed.some((key) => ['html', 'text', 'templateId', 'mode'].includes(key))) changed.push('content')
    if (changed.includes('later')) changed.push('scheduledAt')
    this.problems = Object.fromEntries(
      Object.entries(this.problems).filter(([field]) => field !== 'form' && !changed.includes(field)),
    )
    if (this.editing === undefined) this.#store().save(this.draft)
  }

  #insert(into: 'subject' | 'html', field: string): void {
    const own = into === 'html' ? this.#editor.element : undefined
    const target = own ?? this.renderRoot.querySelector<HTMLInputElement>(into === 'html' ? '#content' : '#subject')
    if (target === null) return
    insertAtCaret(target, `{{${field}}}`)
    this.#set({ [into]: target.value })
  }

  async #saveTemplate(): Promise<void> {
    const { client, draft, words } = this
    if (client === undefined || this.busy) return
    const { name, subject, content } = findProblems(draft, words)
    if ((name ?? subject ?? content) !== undefined) return this.#refuse({ name, subject, content })
    this.busy = true
    try {
      this.templates = [...(this.templates ?? []), await saveTemplate(client, draft)]
      this.activeContext?.notices.publish({ kind: 'success', title: words.composer.templateSaved, text: draft.name })
    } catch (error) {
      await this.#refuse(problemsOf(error, words, draft))
    } finally {
      this.busy = false
    }
  }

  #offerFields(): void {
    const preview = this.renderRoot.querySelector<SillagePreview>('sillage-preview')
    this.fields = mergeFields(this.#recipients?.fields ?? [], preview?.fields ?? [], preview?.unknownFields ?? [])
  }

  #discard(): void {
    this.#store().clear()
    this.draft = emptyDraft
    this.problems = {}
    this.restored = false
    this.renderRoot.querySelector<HTMLElement>('#name')?.focus()
  }

  async #refuse(problems: Problems): Promise<void> {
    this.problems = problems
    await this.updateComplete
    const first = formFields.find((field) => problems[field] !== undefined)
    if (first === undefined) return
    const field = this.renderRoot.querySelector<HTMLElement>(`#${first}`)
    field?.focus()
    field?.scrollIntoView({ block: 'center' })
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    const { client, words, format, draft, editing } = this
    if (client === undefined || this.busy) return
    const problems = findProblems(draft, words)
    if (Object.keys(problems).length > 0) return this.#refuse(problems)
    if (editing === undefined) {
      const yes = await this.renderRoot
        .querySelector<SillageConfirm>('sillage-confirm')
        ?.ask(confirmQuestion(draft, words, format))
      if (yes !== true) return
      // The key stays until the server said no: after a lost answer, trying again must not send a second time.
      this.draft = { ...this.draft, key: this.draft.key ?? newKey() }
      this.#store().save(this.draft)
    }
    this.busy = true
    try {
      const campaign =
        editing === undefined
          ? await client.createCampaign(inputOf(this.draft))
          : await client.updateCampaign(editing, patchOf(this.draft, editing))
      this.#saved(campaign, editing === undefined)
    } catch (error) {
      if (error instanceof ApiError && error.refused && error.code !== 'key_in_use')
        this.draft = { ...this.draft, key: undefined }
      await this.#refuse(problemsOf(error, words, this.draft))
    } finally {
      this.busy = false
    }
  }

  #saved(campaign: Campaign, created: boolean): void {
    if (created) this.#store().clear()
    this.draft = emptyDraft
    this.#dialog?.close()
    this.activeContext?.notices.publish(savedNotice(campaign, created, this.words, this.format))
    this.dispatchEvent(new SillageSavedEvent(campaign, created))
  }

  #openTest(): void {
    const { draft } = this
    const contactId = this.sample?.contactId
    const content = { subject: draft.subject, ...contentOf(draft), ...(contactId === undefined ? {} : { contactId }) }
    this.renderRoot.querySelector<SillageTest>('sillage-test')?.show(content)
  }

  protected override render() {
    const { words, format, draft, problems, templates, fields, retry, restored, busy, loading, input } = this
    const shown = { words, format, draft, problems, templates, fields, retry, restored, busy, loading, input }
    return composerView({ ...shown, editing: this.editing !== undefined, person: this.sample?.name }, this.#actions)
  }
}
