import {
  type BlockDocument,
  type Brand,
  defaultBrand,
  type RenderedEmail,
  renderEmail,
  renderText,
} from '@sillage/core/document'
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'
import type { Engine } from '../../engine/engine.ts'
import { WritingElement } from '../writing-element.ts'
import { dressFrame } from './brand-style.ts'
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
export class SillageEditor extends WritingElement<Engine, Engine> {
  static readonly tag = 'sillage-editor'
  static override properties: PropertyDeclarations = { brand: { attribute: false } }

  /** What the sender looks like, as `defineBrand` gives it; default: that of an installation without one. */
  declare brand: Brand

  #writing: typeof import('./writing.ts') | undefined
  #document: BlockDocument | undefined
  /** The document is that of the engine, and to be read again. */
  #stale = false
  #foreign = false

  constructor() {
    super()
    this.brand = defaultBrand
  }

  /**
   * The document, as a campaign or template takes it. Given a text it makes a document of that: of words by their empty
   * lines, of simple HTML by its tags (once `ready`), without styles and tables. A document that was not changed comes
   * back as it was given; one with parts that are not known here is shown and cannot be changed.
   */
  get value(): BlockDocument {
    this.#document ??= newDocument(this)
    const { engine } = this.desk
    if (!this.#stale || engine === undefined) return this.#document
    this.#stale = false
    this.#document = { ...this.#document, content: engine.content() }
    return this.#document
  }
  set value(value: BlockDocument | string) {
    if (typeof value === 'string') this.#setText(value)
    else this.#setDocument(value)
  }

  /** The plain text of the mail. */
  get text(): string {
    return renderText(this.value)
  }

  /** Puts text where the caret is; `{{name}}` becomes a field. */
  insertText(text: string): void {
    this.with((engine) => engine.insertText(text))
  }

  /** Takes simple HTML in place of the message: tables are flattened, styles and scripts dropped. It can be undone. */
  importHtml(html: string): void {
    this.with((engine) => engine.importHtml(html))
  }

  /** The caret goes into the message. */
  override focus(): void {
    this.with(({ view }) => view.focus())
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.desk.engine?.moved()
    if (this.hasUpdated && this.desk.engine === undefined) void this.#start()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    // One that is moved is connected again at once, and keeps its history.
    queueMicrotask(() => {
      if (this.isConnected) return
      this.#document = this.value
      this.desk.hide()
      this.desk.engine?.destroy()
      this.desk.engine = undefined
    })
  }

  protected override firstUpdated(): void {
    void this.#start()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { engine } = this.desk
    if (changed.has('brand')) this.rendered = undefined
    if (changed.has('fields') || changed.has('readonly') || changed.has('disabled')) engine?.refresh()
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('brand')) dressFrame(this.find('.frame'), this.brand)
    this.#writing?.placeParts(this.renderRoot, this.desk)
    const message = this.desk.engine?.view.dom
    const list = this.desk.opened === 'slash' ? this.find('#list') : null
    const names = { 'aria-controls': 'list', 'aria-activedescendant': `entry-${this.desk.active}` }
    for (const [name, id] of Object.entries(names))
      if (list === null) message?.removeAttribute(name)
      else message?.setAttribute(name, id)
  }

  protected override render(): TemplateResult {
    const { content, preheader = '' } = this.value
    const { attrs } = (content.at(-1) ?? {}) as { attrs?: { view?: boolean } }
    return frameView(this.desk, {
      preheader: this.noPreheader ? undefined : preheader,
      view: attrs?.view ?? true,
      editable: this.editable,
      foreign: this.#foreign ? shownOf(this.value, this.html) : undefined,
      failed: this.failed,
      setPreheader: (text) => {
        const { preheader: _, ...rest } = this.value
        this.#document = text === '' ? rest : { ...rest, preheader: text }
        this.changed()
      },
      floating: this.#writing?.floating(this.desk),
      focusOut: this.left,
    })
  }

  protected override get opened(): Engine | undefined {
    return this.desk.engine
  }

  protected override get past() {
    const { engine } = this.desk
    const at = engine?.standing()
    return {
      canUndo: at?.undo ?? false,
      canRedo: at?.redo ?? false,
      undo: () => engine?.undo(),
      redo: () => engine?.redo(),
    }
  }

  protected override make(): RenderedEmail {
    return renderEmail(this.value, this.brand)
  }

  protected override worded(): void {
    this.desk.engine?.refresh()
  }

  async #start(): Promise<void> {
    const writing = await import('./writing.ts').catch(() => undefined)
    const place = this.find('.place')
    if (!this.isConnected || place === null || this.desk.engine !== undefined) return
    this.failed = writing === undefined
    this.requestUpdate()
    if (writing === undefined) return
    if (this.#writing === undefined) this.wear(writing.pageStyles, writing.writtenStyles, writing.floatingStyles)
    this.#writing = writing
    const engine = writing.createEngine(this.#host(place))
    this.#foreign = engine === undefined
    this.desk.engine = engine
    if (engine === undefined) return
    this.begin(engine)
  }

  #host(place: HTMLElement) {
    const words = () => this.locale.words
    return {
      place,
      document: this.value,
      words: () => ({
        label: words().message,
        placeholder: words().placeholder,
        footer: words().footerHint,
        noPicture: words().noPicture,
        field: (name: string) => fieldLabel(this.desk, name),
      }),
      editable: () => this.editable,
      disabled: () => this.disabled,
      changed: () => {
        this.#stale = true
        this.changed()
      },
      selected: (moved: boolean) => this.selected(moved),
      asked: (query: string | undefined) => this.desk.offer(query),
      askedKey: (event: KeyboardEvent) => this.#writing?.listKey(this.desk, event) ?? false,
      leaveTo: (where: 'toolbar' | 'settings') => {
        if (where === 'toolbar') return this.goToToolbar()
        const type = this.desk.engine?.standing().settings?.type
        this.desk.openForm(type === 'image' || type === 'button' || type === 'field' ? 'settings' : 'link')
      },
      moved: (at: number, of: number) => this.desk.say(words().moved(at, of)),
      upload: () => this.upload,
      say: (what: keyof ReturnType<typeof words>['said']) => this.desk.say(words().said[what]),
    }
  }

  #setDocument(document: BlockDocument): void {
    const before = this.#document === undefined ? undefined : this.value
    // Who binds it gives back what was given.
    if (document === before || JSON.stringify(document) === JSON.stringify(before)) return
    this.#document = document
    this.#stale = false
    this.forget()
    this.#foreign = this.desk.engine?.load(document) === false
    if (this.desk.engine === undefined && this.hasUpdated) void this.#start()
    this.requestUpdate()
  }

  #setText(text: string): void {
    if (!isHtml(text)) {
      this.value = text.trim() === '' ? newDocument(this) : documentOfWords(text, this)
      return
    }
    this.with((engine) => {
      this.value = { ...newDocument(this), content: engine.contentOfHtml(text) }
    })
  }
}
