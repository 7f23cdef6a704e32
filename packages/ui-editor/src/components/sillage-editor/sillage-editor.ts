import {
  type BlockDocument,
  type Brand,
  defaultBrand,
  type RenderedEmail,
  type RenderNote,
  renderEmail,
  renderText,
} from '@sillage/core/document'
import { adoptStyles, LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import type { Engine } from '../../engine/engine.ts'
import { LocaleController } from '../../locales/locale-controller.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { dressFrame } from './brand-style.ts'
import { Desk, type MergeField, type Upload } from './desk.ts'
import { frameStyles } from './frame.styles.ts'
import { frameView } from './frame-view.ts'
import { fieldLabel } from './list-entries.ts'
import { documentOfWords, isHtml, newDocument, shownOf } from './new-document.ts'

/**
 * @summary Where a mail is written, without HTML. It keeps a document of blocks, and makes of it what will be sent.
 *
 * @event {Event} input - The document changed.
 * @event {Event} change - The author left the editor after a change.
 * @csspart toolbar - The row of buttons.
 * @csspart page - The ground around the message.
 * @csspart bubble - What appears at the selection.
 * @cssproperty --sillage-editor-height - The tallest that the page gets before it scrolls. Default: 70vh
 */
export class SillageEditor extends LitElement {
  static readonly tag = 'sillage-editor'
  /** None: all of it is in its own shadow root. */
  static readonly dependencies: readonly never[] = []
  static override styles = [tokens, frameStyles]
  static override properties: PropertyDeclarations = {
    brand: { attribute: false },
    fields: { attribute: false },
    upload: { attribute: false },
    disabled: { type: Boolean, reflect: true },
    readonly: { type: Boolean, reflect: true },
    failed: { state: true },
  }

  /** What the sender looks like, as `defineBrand` gives it; default: that of an installation without one. */
  declare brand: Brand
  /** Merge fields to choose from; default: name, email and company, which all recipients have. */
  declare fields: readonly MergeField[]
  /** Brings a picture file to where every recipient can load it; without it pictures are given by their address. */
  declare upload: Upload | undefined
  /** Shows the message, and takes no part in the page. */
  declare disabled: boolean
  /** Shows the message; it can be read and copied. */
  declare readonly: boolean
  declare private failed: boolean

  readonly #locale = new LocaleController(this, () => this.#desk.engine?.refresh())
  readonly #desk = new Desk<Engine>({
    words: () => this.#locale.words,
    fields: () => this.fields,
    upload: () => this.upload,
    redraw: () => this.requestUpdate(),
    focusPart: (selector) => void this.updateComplete.then(() => this.#part(selector)?.focus()),
  })
  #writing: typeof import('./writing.ts') | undefined
  #document: BlockDocument | undefined
  /** The document is that of the engine, and to be read again. */
  #stale = false
  #foreign = false
  #dirty = false
  #rendered: RenderedEmail | undefined
  #early: ((engine: Engine) => void)[] = []
  #isReady: () => void = () => {}
  /** The code for writing is loaded, and the message can be written. */
  readonly ready: Promise<void> = new Promise((resolve) => {
    this.#isReady = resolve
  })

  constructor() {
    super()
    this.brand = defaultBrand
    this.fields = ['name', 'email', 'company'].map((name) => ({ name }))
    this.disabled = false
    this.readonly = false
    this.failed = false
  }

  /**
   * The document, as a campaign or template takes it. Given a text it makes a document of that: of words by their empty
   * lines, of simple HTML by its tags (once `ready`), without styles and tables. A document that was not changed comes
   * back as it was given; one with parts that are not known here is shown and cannot be changed.
   */
  get value(): BlockDocument {
    this.#document ??= newDocument(this)
    const { engine } = this.#desk
    if (!this.#stale || engine === undefined) return this.#document
    this.#stale = false
    this.#document = { ...this.#document, content: engine.content() }
    return this.#document
  }
  set value(value: BlockDocument | string) {
    if (typeof value === 'string') this.#setText(value)
    else this.#setDocument(value)
  }

  /** The HTML of the mail, as the server makes it of the document. */
  get html(): string {
    return this.#mail().html
  }

  /** The plain text of the mail. */
  get text(): string {
    return renderText(this.value)
  }

  /** What should be seen to before it is sent. */
  get notes(): readonly RenderNote[] {
    return this.#mail().notes
  }

  /** Puts text where the caret is; `{{name}}` becomes a field. */
  insertText(text: string): void {
    this.#with((engine) => engine.insertText(text))
  }

  /** Takes simple HTML in place of the message: tables are flattened, styles and scripts dropped. It can be undone. */
  importHtml(html: string): void {
    this.#with((engine) => engine.importHtml(html))
  }

  /** The caret goes into the message. */
  override focus(): void {
    this.#with(({ view }) => view.focus())
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#desk.engine?.moved()
    if (this.hasUpdated && this.#desk.engine === undefined) void this.#start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    // One that is moved is connected again at once, and keeps its history.
    queueMicrotask(() => {
      if (this.isConnected) return
      this.#document = this.value
      this.#desk.hide()
      this.#desk.engine?.destroy()
      this.#desk.engine = undefined
    })
  }

  protected override firstUpdated(): void {
    void this.#start()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { engine } = this.#desk
    if (changed.has('brand')) this.#rendered = undefined
    if (changed.has('fields') || changed.has('readonly') || changed.has('disabled')) engine?.refresh()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('brand')) dressFrame(this.#part('.frame'), this.brand)
    this.#writing?.placeParts(this.renderRoot, this.#desk)
    const message = this.#desk.engine?.view.dom
    const list = this.#desk.opened === 'slash' ? this.#part('#list') : null
    const names = { 'aria-controls': 'list', 'aria-activedescendant': `entry-${this.#desk.active}` }
    for (const [name, id] of Object.entries(names))
      if (list === null) message?.removeAttribute(name)
      else message?.setAttribute(name, id)
  }

  protected override render(): TemplateResult {
    const { content, preheader = '' } = this.value
    const { attrs } = (content.at(-1) ?? {}) as { attrs?: { view?: boolean } }
    return frameView(this.#desk, {
      preheader,
      view: attrs?.view ?? true,
      editable: this.#editable,
      foreign: this.#foreign ? shownOf(this.value, this.html) : undefined,
      failed: this.failed,
      setPreheader: (text) => {
        const { preheader: _, ...rest } = this.value
        this.#document = text === '' ? rest : { ...rest, preheader: text }
        this.#changed(false)
      },
      floating: this.#writing?.floating(this.#desk),
      focusOut: ({ relatedTarget }) => this.#left(relatedTarget),
    })
  }

  get #editable(): boolean {
    return !this.readonly && !this.disabled
  }

  #part(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector)
  }

  #mail(): RenderedEmail {
    this.#rendered ??= renderEmail(this.value, this.brand)
    return this.#rendered
  }

  async #start(): Promise<void> {
    const writing = await import('./writing.ts').catch(() => undefined)
    const place = this.#part('.place')
    if (!this.isConnected || place === null || this.#desk.engine !== undefined) return
    this.failed = writing === undefined
    this.requestUpdate()
    if (writing === undefined) return
    if (this.#writing === undefined)
      adoptStyles(this.renderRoot as ShadowRoot, [tokens, frameStyles, writing.pageStyles, writing.floatingStyles])
    this.#writing = writing
    const engine = writing.createEngine(this.#host(place))
    this.#foreign = engine === undefined
    this.#desk.engine = engine
    if (engine === undefined) return
    for (const act of this.#early.splice(0)) act(engine)
    this.#isReady()
  }

  #host(place: HTMLElement) {
    const words = () => this.#locale.words
    return {
      place,
      document: this.value,
      words: () => ({
        label: words().message,
        placeholder: words().placeholder,
        footer: words().footerHint,
        noPicture: words().noPicture,
        field: (name: string) => fieldLabel(this.#desk, name),
      }),
      editable: () => this.#editable,
      disabled: () => this.disabled,
      changed: () => this.#changed(true),
      selected: (moved: boolean) => {
        if (moved && this.#desk.opened !== 'slash' && this.#desk.engine?.view.hasFocus() === true) this.#desk.hide()
        this.requestUpdate()
      },
      asked: (query: string | undefined) => this.#desk.offer(query),
      askedKey: (event: KeyboardEvent) => this.#writing?.listKey(this.#desk, event) ?? false,
      leaveTo: (where: 'toolbar' | 'settings') => {
        if (where === 'toolbar') return this.#part('.toolbar [tabindex="0"]')?.focus()
        const type = this.#desk.engine?.standing().settings?.type
        this.#desk.openForm(type === 'image' || type === 'button' || type === 'field' ? 'settings' : 'link')
      },
      moved: (at: number, of: number) => this.#desk.say(words().moved(at, of)),
      upload: () => this.upload,
      say: (what: keyof ReturnType<typeof words>['said']) => this.#desk.say(words().said[what]),
    }
  }

  #with(act: (engine: Engine) => void): void {
    if (this.#desk.engine === undefined) this.#early.push(act)
    else act(this.#desk.engine)
  }

  #setDocument(document: BlockDocument): void {
    const before = this.#document === undefined ? undefined : this.value
    // Who binds it gives back what was given.
    if (document === before || JSON.stringify(document) === JSON.stringify(before)) return
    this.#document = document
    // Its changes begin anew.
    this.#stale = false
    this.#dirty = false
    this.#rendered = undefined
    this.#foreign = this.#desk.engine?.load(document) === false
    if (this.#desk.engine === undefined && this.hasUpdated) void this.#start()
    this.requestUpdate()
  }

  #setText(text: string): void {
    if (!isHtml(text)) {
      this.value = text.trim() === '' ? newDocument(this) : documentOfWords(text, this)
      return
    }
    this.#with((engine) => {
      this.value = { ...newDocument(this), content: engine.contentOfHtml(text) }
    })
  }

  #changed(inMessage: boolean): void {
    this.#stale ||= inMessage
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
