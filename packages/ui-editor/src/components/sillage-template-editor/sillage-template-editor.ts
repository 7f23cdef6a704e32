import type { RegionDocument, RenderedEmail, RenderNote } from '@sillage/core/document'
import {
  adoptStyles,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit'
import type { PlaceEngine } from '../../engine/place-engine.ts'
import { LocaleController } from '../../locales/locale-controller.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { Desk, type MergeField, type Upload } from '../sillage-editor/desk.ts'
import { frameStyles } from '../sillage-editor/frame.styles.ts'
import { fieldLabel } from '../sillage-editor/list-entries.ts'
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
export class SillageTemplateEditor extends LitElement {
  static readonly tag = 'sillage-template-editor'
  /** None: all of it is in its own shadow root. */
  static readonly dependencies: readonly never[] = []
  static override styles = [tokens, frameStyles]
  static override properties: PropertyDeclarations = {
    // Hosts give a new list of the same ones with each drawing of their own.
    fields: { attribute: false, hasChanged: (now, before) => JSON.stringify(now) !== JSON.stringify(before) },
    upload: { attribute: false },
    latest: { attribute: false },
    disabled: { type: Boolean, reflect: true },
    readonly: { type: Boolean, reflect: true },
    failed: { state: true },
    taking: { state: true },
  }

  /** Merge fields to choose from; default: name, email and company, which all recipients have. */
  declare fields: readonly MergeField[]
  /** Brings a picture file to where every recipient can load it; without it pictures are given by their address. */
  declare upload: Upload | undefined
  /**
   * The template's HTML as it is today. Where it is another than that of the document, the author may take it; words
   * that have no place in it are named before.
   */
  declare latest: string | undefined
  /** Shows the mail, and takes no part in the page. */
  declare disabled: boolean
  /** Shows the mail; it can be read and copied. */
  declare readonly: boolean
  declare private failed: boolean
  declare private taking: Taking | undefined

  readonly #locale = new LocaleController(this, () => this.#filling?.draw())
  readonly #desk = new Desk<PlaceEngine>({
    words: () => this.#locale.words,
    fields: () => this.fields,
    upload: () => this.upload,
    redraw: () => this.requestUpdate(),
    focusPart: (selector) => void this.updateComplete.then(() => this.#part(selector)?.focus()),
    past: () => this.#past,
  })
  #parts: typeof import('./filling-parts.ts') | undefined
  #filling: Filling | undefined
  #document: RegionDocument = { version: 1, kind: 'regions', source: '', values: {} }
  #rendered: RenderedEmail | undefined
  #dirty = false
  #early: ((filling: Filling) => void)[] = []
  #isReady: () => void = () => {}
  /** The code for writing is loaded, and the mail can be changed. */
  readonly ready: Promise<void> = new Promise((resolve) => {
    this.#isReady = resolve
  })

  constructor() {
    super()
    this.fields = ['name', 'email', 'company'].map((name) => ({ name }))
    this.disabled = false
    this.readonly = false
    this.failed = false
  }

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
    this.#dirty = false
    this.#rendered = undefined
    this.taking = undefined
    if (this.#isKnown) this.#filling?.load(given)
    this.requestUpdate()
  }

  /** The HTML of the mail, as the server makes it of the document; '' until it is `ready`. */
  get html(): string {
    return this.#mail().html
  }

  /** What should be seen to before it is sent; none until it is `ready`. */
  get notes(): readonly RenderNote[] {
    return this.#mail().notes
  }

  /** Puts text where the caret is, else at the end of the first place; `{{name}}` becomes a field. */
  insertText(text: string): void {
    this.#with((filling) => filling.openFirst()?.insertText(text))
  }

  /** The caret goes into the place that was written last, else into the first. */
  override focus(): void {
    this.#with((filling) => filling.openFirst()?.view.focus())
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#desk.engine?.moved()
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
    const { place } = this.#filling ?? {}
    // While something is written, what is there keeps its labels.
    const isNamed = changed.has('fields') && place === undefined
    if (isNamed || changed.has('readonly') || changed.has('disabled')) this.#filling?.draw()
    if (changed.has('latest')) this.taking = undefined
  }

  protected override updated(changed: PropertyValues): void {
    if (this.#desk.opened !== 'settings' && this.#filling !== undefined) this.#filling.asked = undefined
    this.#parts?.placeParts(this.renderRoot, this.#desk)
    if (changed.has('taking') && this.taking !== undefined) this.#part('.version .keep')?.focus()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { words } = this.#desk
    if (this.failed) return trouble(words.failed)
    if (!this.#isKnown) return trouble(words.foreign)
    if (this.#filling === undefined || this.#parts === undefined) return nothing
    return this.#parts.templateView(this.#desk, this.#filling, {
      editable: this.#editable,
      disabled: this.disabled,
      latest: this.latest,
      taking: this.taking,
      ask: (taking) => {
        this.taking = taking
      },
      focusOut: ({ relatedTarget }) => this.#left(relatedTarget),
    })
  }

  get #isKnown(): boolean {
    const { version, kind, source } = this.#document as { version: unknown; kind: unknown; source: unknown }
    return version === 1 && kind === 'regions' && typeof source === 'string'
  }

  get #editable(): boolean {
    return !this.readonly && !this.disabled
  }

  get #past() {
    const filling = this.#filling
    return {
      canUndo: filling?.history.canUndo ?? false,
      canRedo: filling?.history.canRedo ?? false,
      undo: () => filling?.undo(),
      redo: () => filling?.redo(),
    }
  }

  #part(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector)
  }

  #mail(): RenderedEmail {
    if (this.#filling === undefined) return { html: '', notes: [] }
    this.#rendered ??= this.#filling.rendered()
    return this.#rendered
  }

  async #start(): Promise<void> {
    const parts = await import('./filling-parts.ts').catch(() => undefined)
    this.failed = parts === undefined
    if (parts === undefined) return
    this.#parts = parts
    adoptStyles(this.renderRoot as ShadowRoot, [tokens, frameStyles, parts.floatingStyles, parts.templateStyles])
    const filling = new parts.Filling({
      desk: this.#desk,
      words: () => this.#locale.words,
      label: (name) => fieldLabel(this.#desk, name),
      editable: () => this.#editable,
      changed: (document) => this.#changed(document),
      selected: (moved) => {
        if (moved && this.#desk.engine?.view.hasFocus() === true) this.#desk.hide()
        this.requestUpdate()
      },
      leaveTo: (where) => this.#leaveTo(where),
    })
    filling.listen(this.renderRoot)
    this.#filling = filling
    this.requestUpdate()
    await this.updateComplete
    if (this.#isKnown) filling.load(this.#document)
    this.requestUpdate()
    for (const act of this.#early.splice(0)) act(filling)
    this.#isReady()
  }

  #leaveTo(where: 'toolbar' | 'settings'): void {
    const { engine } = this.#desk
    const filling = this.#filling
    if (where === 'toolbar') this.#part('.toolbar [tabindex="0"]')?.focus()
    else if (engine !== undefined && filling !== undefined) {
      filling.asked = undefined
      const { settings, canLink } = engine.standing()
      if (settings?.type === 'field') this.#desk.openForm('settings')
      else if (filling.place?.link !== undefined) filling.ask(filling.place)
      else if (canLink) this.#desk.openForm('link')
    }
  }

  #with(act: (filling: Filling) => void): void {
    if (this.#filling === undefined) this.#early.push(act)
    else act(this.#filling)
  }

  #changed(document: RegionDocument): void {
    this.#document = document
    this.#dirty = true
    this.#rendered = undefined
    this.requestUpdate()
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }

  #left(to: EventTarget | null): void {
    if (!this.#dirty || (to instanceof Node && this.renderRoot.contains(to))) return
    this.#dirty = false
    this.dispatchEvent(new Event('change', { bubbles: true }))
  }
}

const trouble = (text: string): TemplateResult =>
  html`<div class="frame"><p class="trouble" role="alert">${text}</p></div>`
