import type { Campaign, PreviewInput, Template } from '@sillage/core/browser'
import { html, nothing, type PropertyValues } from 'lit'
import { ApiError } from '../../client/api-error.ts'
import { errorText } from '../../client/error-text.ts'
import { createLatest } from '../../client/latest.ts'
import { SillageCloseEvent, SillageSavedEvent } from '../../events/sillage-events.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillagePreview } from '../sillage-preview/sillage-preview.ts'
import { noChoice } from '../sillage-recipients/recipient-choice.ts'
import { type Sample, SillageRecipients } from '../sillage-recipients/sillage-recipients.ts'
import { SillageTest } from '../sillage-test/sillage-test.ts'
import { WritingElement } from '../writing-element.ts'
import { composerStyles } from './campaign-composer.styles.ts'
import { confirmQuestion, sendLabel } from './confirm-question.ts'
import { contentOf, type Draft, draftOf, emptyDraft, inputOf, newKey, patchOf, previewOf } from './draft.ts'
import { createDraftStore } from './draft-store.ts'
import type { FormActions } from './form-parts.ts'
import { formView, keptNote } from './form-view.ts'
import { insertAtCaret } from './insert-at-caret.ts'
import { mergeFields } from './merge-fields.ts'
import { findProblems, formFields, type Problems, problemsOf } from './problems.ts'
import { savedNotice } from './saved-notice.ts'

/**
 * @summary The modal in which a campaign is written, tested and sent. Open it with `show()`; what is typed survives closing it.
 *
 * @event {SillageSavedEvent} sillage-saved - A campaign was created or changed.
 * @event {SillageCloseEvent} sillage-close - The person closed the composer.
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
    sample: { state: true },
  }

  declare private draft: Draft
  declare private problems: Problems
  declare private templates: readonly Template[]
  /** Id of the campaign that is changed; undefined while a new one is written. */
  declare private editing: string | undefined
  declare private restored: boolean
  declare private busy: boolean
  declare private input: PreviewInput | undefined
  declare private fields: readonly string[]
  declare private loading: boolean
  /** Who the preview is shown as. */
  declare private sample: Sample | undefined

  readonly #opening = createLatest()
  readonly #store = () => createDraftStore(this.client?.baseUrl ?? '')
  readonly #actions: FormActions = {
    set: (part) => this.#set(part),
    insert: (into, field) => this.#insert(into, field),
    chooseTemplate: (id) => this.#chooseTemplate(id),
    chooseRecipients: () => {
      this.#set({ recipients: this.#recipients?.choice ?? noChoice })
      this.#resample()
    },
    sampleChanged: () => this.#resample(),
  }

  constructor() {
    super()
    this.draft = emptyDraft
    this.problems = {}
    this.templates = []
    this.restored = false
    this.busy = false
    this.loading = false
    this.fields = mergeFields([])
  }

  /** Opens the composer: on the kept draft or an empty one, on a copy of a campaign, or on a campaign that has not started. */
  async show(mode: 'new' | 'duplicate' | 'edit' = 'new', campaignId?: string): Promise<void> {
    this.problems = {}
    this.editing = undefined
    const kept = mode === 'new' ? this.#store().load() : undefined
    this.restored = kept !== undefined
    this.draft = kept ?? emptyDraft
    this.loading = campaignId !== undefined
    await this.updateComplete
    this.#dialog?.showModal()
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

  async #loadTemplates(): Promise<void> {
    const { client } = this
    if (client === undefined) return
    try {
      const templates = (await client.listTemplates({ limit: 200 })).items
      this.templates = templates
      // Without templates the only way to go on is an own message.
      if (templates.length === 0 && this.draft.mode === 'template') this.draft = { ...this.draft, mode: 'own' }
    } catch (error) {
      this.problems = { ...this.problems, content: errorText(error, this.words) }
    }
  }

  async #loadCampaign(mode: 'new' | 'duplicate' | 'edit', id: string): Promise<void> {
    const { client, words } = this
    if (client === undefined) return
    try {
      const campaign = await this.#opening.run((signal) => client.getCampaign(id, signal))
      if (campaign === undefined) return
      const draft = draftOf(campaign)
      this.draft = mode === 'edit' ? draft : { ...draft, name: words.composer.copyOf(draft.name), later: false }
      this.editing = mode === 'edit' ? id : undefined
      this.loading = false
    } catch (error) {
      this.loading = false
      this.problems = { form: errorText(error, words) }
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
    const target = this.renderRoot.querySelector<HTMLInputElement | HTMLTextAreaElement>(
      into === 'html' ? '#content' : '#subject',
    )
    if (target === null) return
    insertAtCaret(target, `{{${field}}}`)
    this.#set({ [into]: target.value })
  }

  #chooseTemplate(id: string): void {
    const old = this.templates.find((template) => template.id === this.draft.templateId)
    const chosen = this.templates.find((template) => template.id === id)
    // A subject the author wrote is left alone.
    const free = this.draft.subject === '' || this.draft.subject === old?.subject
    this.#set({ templateId: id, ...(free && chosen !== undefined ? { subject: chosen.subject } : {}) })
  }

  #resample(): void {
    this.sample = this.#recipients?.sample
  }

  #fieldsFound(event: Event): void {
    this.fields = mergeFields((event.target as SillagePreview).fields)
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
      await this.#refuse(problemsOf(error, words))
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
    const { words, format, editing, draft } = this
    const text = words.composer
    return html`<dialog id="composer" part="dialog" aria-labelledby="heading" @close=${() => this.dispatchEvent(new SillageCloseEvent())}>
        <form novalidate @submit=${this.#submit} autocomplete="off">
          <div class="head">
            <h2 class="grow" id="heading">${editing === undefined ? text.title : text.titleEdit}</h2>
            ${editing === undefined && draft !== emptyDraft ? html`<span class="tiny">${text.draftKept}</span>` : nothing}
            <button type="button" class="quiet icon" aria-label=${words.common.close} @click=${() => this.#dialog?.close()}>
              ${closeIcon}
            </button>
          </div>
          <div class="scroll" tabindex="-1" aria-busy=${this.loading}>
            <div class="compose">
              <div class="left">
                ${this.restored ? keptNote(words, () => this.#discard()) : nothing}
                ${formView(this.#formState(), this.#actions)}
              </div>
              <div class="right">
                <sillage-preview
                  .input=${this.input}
                  .person=${this.sample?.name}
                  @sillage-fields=${this.#fieldsFound}
                ></sillage-preview>
              </div>
            </div>
          </div>
          ${this.problems.form === undefined ? nothing : html`<div class="note bad flat" role="alert">${this.problems.form}</div>`}
          <div class="foot">
            <button type="button" class="quiet" @click=${this.#openTest} ?disabled=${this.input === undefined}>${text.test}</button>
            <span class="grow"></span>
            <button type="submit" class="primary ${this.busy ? 'busy' : ''}" ?disabled=${this.busy || this.loading}>${editing === undefined ? sendLabel(draft, words, format) : text.save}</button>
          </div>
        </form>
      </dialog>
      <sillage-test></sillage-test>
      <sillage-confirm></sillage-confirm>`
  }

  #formState() {
    const { draft, problems, templates, fields, words, format } = this
    return { draft, problems, templates, fields, words, format, editing: this.editing !== undefined }
  }
}
