import type { RenderedEmail, RenderNote } from '@sillage/core/document'
import { adoptStyles, type CSSResult, LitElement, type PropertyDeclarations } from 'lit'
import type { Actions } from '../engine/actions.ts'
import { LocaleController } from '../locales/locale-controller.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { Desk, type MergeField, type Past, type Upload } from './sillage-editor/desk.ts'
import { frameStyles } from './sillage-editor/frame.styles.ts'

/**
 * What the editors have in common: what an author may put in, whether anything may be changed, what waits for the code
 * that is loaded later, and what the page hears. `Written` is what the caret is in, `Opened` what holds the whole mail.
 */
export abstract class WritingElement<Written extends Actions, Opened> extends LitElement {
  /** None: all of it is in its own shadow root. */
  static readonly dependencies: readonly never[] = []
  static override styles = [tokens, frameStyles]
  static override properties: PropertyDeclarations = {
    // Hosts give a new list of the same ones with each drawing of their own.
    fields: { attribute: false, hasChanged: (now, before) => JSON.stringify(now) !== JSON.stringify(before) },
    upload: { attribute: false },
    disabled: { type: Boolean, reflect: true },
    readonly: { type: Boolean, reflect: true },
    noPreheader: { type: Boolean, attribute: 'no-preheader' },
    failed: { state: true },
  }

  /** Merge fields to choose from; default: name, email and company, which all recipients have. */
  declare fields: readonly MergeField[]
  /** Brings a picture file to where every recipient can load it; without it pictures are given by their address. */
  declare upload: Upload | undefined
  /** Shows the message, and takes no part in the page. */
  declare disabled: boolean
  /** Shows the message; it can be read and copied. */
  declare readonly: boolean
  /** Leaves the preview text of the document as it is: the page has a field of its own for it. */
  declare noPreheader: boolean
  /** The code for writing could not be loaded. */
  declare protected failed: boolean

  protected readonly locale = new LocaleController(this, () => this.worded())
  protected readonly desk = new Desk<Written>({
    words: () => this.locale.words,
    fields: () => this.fields,
    upload: () => this.upload,
    redraw: () => this.requestUpdate(),
    focusPart: (selector) => void this.updateComplete.then(() => this.#goTo(this.find(selector))),
    past: () => this.past,
  })
  /** The mail as it was made last; undefined since the document is another. */
  protected rendered: RenderedEmail | undefined
  #isChanged = false
  readonly #early: ((opened: Opened) => void)[] = []
  #isReady: () => void = () => {}
  /** The code for writing is loaded, and the message can be written. */
  readonly ready: Promise<void> = new Promise((resolve) => {
    this.#isReady = resolve
  })

  /** What holds the mail; undefined while its code is not there. */
  protected abstract get opened(): Opened | undefined
  /** What undo and redo are of. */
  protected abstract get past(): Past
  /** Makes the mail of the document; undefined while it cannot be made. */
  protected abstract make(): RenderedEmail | undefined
  /** Draws what depends on the words of a language. */
  protected abstract worded(): void

  constructor() {
    super()
    this.fields = ['name', 'email', 'company'].map((name) => ({ name }))
    this.disabled = false
    this.readonly = false
    this.noPreheader = false
    this.failed = false
  }

  /** The HTML of the mail, as the server makes it of the document; '' where that waits for code that is loaded. */
  get html(): string {
    return this.#mail().html
  }

  /** What should be seen to before it is sent. */
  get notes(): readonly RenderNote[] {
    return this.#mail().notes
  }

  protected get editable(): boolean {
    return !this.readonly && !this.disabled
  }

  protected find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector)
  }

  /** Adds the styles of what was loaded. */
  protected wear(...styles: CSSResult[]): void {
    adoptStyles(this.renderRoot as ShadowRoot, [tokens, frameStyles, ...styles])
  }

  /** Does this with the mail, now or as soon as its code is there. */
  protected with(act: (opened: Opened) => void): void {
    const { opened } = this
    if (opened === undefined) this.#early.push(act)
    else act(opened)
  }

  /** The mail can be written: does what was asked for before. */
  protected begin(opened: Opened): void {
    for (const act of this.#early.splice(0)) act(opened)
    this.#isReady()
  }

  /** Another document was given: its changes begin anew. */
  protected forget(): void {
    this.#isChanged = false
    this.rendered = undefined
  }

  /** The author changed the document. */
  protected changed(): void {
    this.#isChanged = true
    this.rendered = undefined
    this.requestUpdate()
    this.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }

  /** Something is to be drawn anew; a list or form belongs to the selection that it was opened at. */
  protected selected(moved: boolean): void {
    if (moved && this.desk.opened !== 'slash' && this.desk.engine?.view.hasFocus() === true) this.desk.hide()
    this.requestUpdate()
  }

  protected goToToolbar(): void {
    this.find('.toolbar [tabindex="0"]')?.focus()
  }

  /** The focus leaves a part of the editor, and perhaps all of it. */
  protected readonly left = ({ relatedTarget: to }: FocusEvent): void => {
    if (!this.#isChanged || (to instanceof Node && this.renderRoot.contains(to))) return
    this.#isChanged = false
    this.dispatchEvent(new Event('change', { bubbles: true }))
  }

  /** The focus goes there, and all of what floats around it is seen: a page may end above its buttons. */
  #goTo(part: HTMLElement | null): void {
    part?.focus()
    part?.closest('.pop')?.scrollIntoView({ block: 'nearest' })
  }

  #mail(): RenderedEmail {
    this.rendered ??= this.make()
    return this.rendered ?? { html: '', notes: [] }
  }
}
