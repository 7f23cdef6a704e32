import type { Actions } from '../../engine/actions.ts'
import type { UploadedPicture } from '../../engine/engine-host.ts'
import type { Locale } from '../../locales/en.ts'

/** A merge field that an author may insert. */
export interface MergeField {
  /** As in the data of recipients, such as `name` or `order.total`. */
  name: string
  /** What people read; default: the name. */
  label?: string | undefined
}

/** Brings a picture to where every recipient can load it. */
export type Upload = (file: File) => Promise<UploadedPicture>

/** The lists that are opened by a button, or by `/`; and the forms. */
export type Opened = 'insert' | 'slash' | 'field' | 'align' | 'block' | 'link' | 'settings'

/** What undo and redo are of: where several things are written, all of them. */
export interface Past {
  canUndo: boolean
  canRedo: boolean
  undo: () => unknown
  redo: () => unknown
}

/** What the element does for its parts. */
export interface DeskHost {
  words: () => Locale
  fields: () => readonly MergeField[]
  upload: () => Upload | undefined
  redraw: () => void
  /** Moves the focus, after what is drawn next. */
  focusPart: (selector: string) => void
  past: () => Past
}

/** So long anybody needs to read what was said, in milliseconds. */
const readIn = 5_000

/** What toolbar, bubble, lists and forms share: the engine, what is open, and what was said last. */
export class Desk<Written extends Actions = Actions> {
  readonly #host: DeskHost
  engine: Written | undefined
  opened: Opened | undefined
  /** The button of a list, or the picture of a form; undefined where these belong to the selection. */
  anchor: Element | undefined
  /** What was typed behind `/`. */
  query = ''
  /** Which entry of the list is chosen. */
  active = 0
  /** The button of the toolbar that Tab reaches. */
  stop = 'kind'
  /** What happened last, shown and heard below the page. */
  said = ''
  #saidAt = 0
  /** Why a form was refused, by field. */
  problems: Readonly<Record<string, string>> = {}

  constructor(host: DeskHost) {
    this.#host = host
  }

  get words(): Locale {
    return this.#host.words()
  }

  get fields(): readonly MergeField[] {
    return this.#host.fields()
  }

  get upload(): Upload | undefined {
    return this.#host.upload()
  }

  get past(): Past {
    return this.#host.past()
  }

  get form(): boolean {
    return this.opened === 'link' || this.opened === 'settings'
  }

  say(text: string): void {
    this.said = text
    this.#saidAt = performance.now()
    this.#host.redraw()
  }

  /** The author goes on: what was said long enough ago was read. */
  goOn(): void {
    if (this.said !== '' && performance.now() - this.#saidAt > readIn) this.say('')
  }

  redraw(): void {
    this.#host.redraw()
  }

  /** Opens a list below the button, which is focused in it; a second press closes it. */
  openList(list: Opened, button: Element): void {
    if (this.opened === list) {
      this.close()
      return
    }
    this.#open(list, button)
    this.#host.focusPart('[role=listbox]')
  }

  /** Opens the form of what is at the selection, or of this picture, with the focus in its `first` field. */
  openForm(form: 'link' | 'settings', anchor?: Element, first = '.form :is(input, select)'): void {
    this.#open(form, anchor)
    this.engine?.showSelection(true)
    this.#host.focusPart(first)
  }

  /** The list for `/`; the message keeps the focus. */
  offer(query: string | undefined): void {
    if (query !== undefined) {
      const typed = this.opened === 'slash' && this.query === query
      if (typed) return
      this.#open('slash', undefined)
      this.query = query
    } else if (this.opened === 'slash') this.#open(undefined, undefined)
  }

  refuse(problems: Readonly<Record<string, string>>): void {
    this.problems = problems
    this.#host.redraw()
    this.#host.focusPart('[aria-invalid=true]')
  }

  /** Closes what is open; the author goes on in the message. */
  close(): void {
    const { anchor, form } = this
    this.hide()
    if (form && anchor instanceof HTMLElement) anchor.focus()
    else this.engine?.view.focus()
  }

  /** Closes what is open, and leaves the focus where it is. */
  hide(): void {
    if (this.opened === undefined) return
    this.#open(undefined, undefined)
    this.engine?.showSelection(false)
  }

  #open(opened: Opened | undefined, anchor: Element | undefined): void {
    this.opened = opened
    this.anchor = anchor
    this.active = 0
    this.query = ''
    this.problems = {}
    this.#host.redraw()
  }
}
