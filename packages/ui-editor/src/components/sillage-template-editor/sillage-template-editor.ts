import type { RegionDocument, RenderedEmail } from '@sillage/core/document'
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import type { PlaceEngine } from '../../engine/place-engine.ts'
import { fieldLabel } from '../sillage-editor/list-entries.ts'
import { WritingElement } from '../writing-element.ts'
import type { Filling } from './filling.ts'
import type { Taking } from './new-version.ts'

/**
 * @summary Where the words, links and pictures of a designer's HTML are changed, in the mail as it looks. It keeps a
 * document of regions.
 *
 * @event {Event} input - The document changed.
 * @event {Event} change - The author left the editor after a change.
 * @csspart toolbar - The row of buttons.
 * @csspart page - The ground around the mail.
 * @csspart bubble - What appears at the selection.
 * @cssproperty --sillage-editor-height - The tallest that the page gets before it scrolls. Default: 70vh
 */
export class SillageTemplateEditor extends WritingElement<PlaceEngine, Filling> {
  static readonly tag = 'sillage-template-editor'
  static override properties: PropertyDeclarations = { latest: { attribute: false }, taking: { state: true } }

  /**
   * The template's HTML as it is today. Where it is another than that of the document, the author may take it; words
   * that have no place in it are named before.
   */
  declare latest: string | undefined
  declare private taking: Taking | undefined

  #parts: typeof import('./filling-parts.ts') | undefined
  #filling: Filling | undefined
  #document: RegionDocument = { version: 1, kind: 'regions', source: '', values: {} }

  /**
   * The document, as a campaign or template takes it. Given HTML it makes a document of that: where nothing is marked
   * by `data-edit`, all words and pictures are places. A document that was not changed comes back as it was given.
   */
  get value(): RegionDocument {
    return this.#document
  }
  set value(value: RegionDocument | string) {
    const given: RegionDocument =
      typeof value === 'string' ? { version: 1, kind: 'regions', source: value, values: {} } : value
    if (given === this.#document || JSON.stringify(given) === JSON.stringify(this.#document)) return
    this.#document = given
    this.forget()
    this.taking = undefined
    if (this.#isKnown) this.#filling?.load(given)
    this.requestUpdate()
  }

  /** Puts text where the caret is, else at the end of the first place; `{{name}}` becomes a field. */
  insertText(text: string): void {
    this.with((filling) => filling.openFirst()?.insertText(text))
  }

  /** The caret goes into the place that was written last, else into the first. */
  override focus(): void {
    this.with((filling) => filling.openFirst()?.view.focus())
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.desk.engine?.moved()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    // One that is moved is connected again at once, and keeps what is written.
    queueMicrotask(() => !this.isConnected && this.#filling?.close())
  }

  protected override firstUpdated(): void {
    void this.#start()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('readonly') || changed.has('disabled')) this.#filling?.draw()
    else if (changed.has('fields')) this.#filling?.rename()
    if (changed.has('latest')) this.taking = undefined
  }

  protected override updated(changed: PropertyValues): void {
    if (this.desk.opened !== 'settings' && this.#filling !== undefined) this.#filling.asked = undefined
    this.#parts?.placeParts(this.renderRoot, this.desk)
    if (changed.has('taking') && this.taking !== undefined) this.find('.version .keep')?.focus()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { words } = this.desk
    if (this.failed) return trouble(words.failed)
    if (!this.#isKnown) return trouble(words.foreign)
    if (this.#filling === undefined || this.#parts === undefined) return nothing
    return this.#parts.templateView(this.desk, this.#filling, {
      editable: this.editable,
      disabled: this.disabled,
      noPreheader: this.noPreheader,
      latest: this.latest,
      taking: this.taking,
      ask: (taking) => {
        this.taking = taking
      },
      focusOut: this.left,
    })
  }

  get #isKnown(): boolean {
    const { version, kind, source } = this.#document as { version: unknown; kind: unknown; source: unknown }
    return version === 1 && kind === 'regions' && typeof source === 'string'
  }

  protected override get opened(): Filling | undefined {
    return this.#filling
  }

  protected override get past() {
    const filling = this.#filling
    return {
      canUndo: filling?.history.canUndo ?? false,
      canRedo: filling?.history.canRedo ?? false,
      undo: () => filling?.undo(),
      redo: () => filling?.redo(),
    }
  }

  protected override make(): RenderedEmail | undefined {
    return this.#filling?.rendered()
  }

  protected override worded(): void {
    this.#filling?.draw()
  }

  async #start(): Promise<void> {
    const parts = await import('./filling-parts.ts').catch(() => undefined)
    this.failed = parts === undefined
    if (parts === undefined) return
    this.#parts = parts
    this.wear(parts.templateStyles, parts.writtenStyles, parts.floatingStyles)
    const filling = new parts.Filling({
      desk: this.desk,
      words: () => this.locale.words,
      label: (name) => fieldLabel(this.desk, name),
      editable: () => this.editable,
      changed: (document) => {
        this.#document = document
        this.changed()
      },
      selected: (moved) => this.selected(moved),
      leaveTo: (where) => this.#leaveTo(where),
    })
    filling.listen(this.renderRoot)
    this.#filling = filling
    this.requestUpdate()
    await this.updateComplete
    if (this.#isKnown) filling.load(this.#document)
    this.requestUpdate()
    this.begin(filling)
  }

  #leaveTo(where: 'toolbar' | 'settings'): void {
    const { engine } = this.desk
    const filling = this.#filling
    if (where === 'toolbar') this.goToToolbar()
    else if (engine !== undefined && filling !== undefined) {
      filling.asked = undefined
      const { settings, canLink } = engine.standing()
      if (settings?.type === 'field') this.desk.openForm('settings')
      else if (filling.place?.link !== undefined) filling.ask(filling.place)
      else if (canLink) this.desk.openForm('link')
    }
  }
}

const trouble = (text: string): TemplateResult =>
  html`<div class="frame"><p class="trouble" role="alert">${text}</p></div>`
