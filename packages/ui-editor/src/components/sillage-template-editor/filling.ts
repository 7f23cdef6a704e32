import {
  markAll,
  type Region,
  type RegionDocument,
  type RegionValue,
  regionsOf,
  renderRegions,
  takeSource,
} from '@sillage/core/document'
import { renameFields } from '../../engine/field-view.ts'
import { createPlaceEngine, type PlaceEngine } from '../../engine/place-engine.ts'
import type { PlaceKind } from '../../engine/place-host.ts'
import type { Locale } from '../../locales/en.ts'
import { textWithNames } from '../../mail/template-tags.ts'
import type { Desk } from '../sillage-editor/desk.ts'
import { type Box, copyPicture, drawMail, holderIn, isWords, placesOf, wordsOf } from './boxes.ts'
import { DocumentHistory } from './document-history.ts'
import { dressBox } from './dress-box.ts'
import { mailSheets } from './mail.styles.ts'
import { withUnseen } from './unseen.ts'

/** What the mail asks of the element around it. */
export interface FillingHost {
  desk: Desk<PlaceEngine>
  words: () => Locale
  label: (field: string) => string
  editable: () => boolean
  /** The document is another; `byAuthor` where something was written. */
  changed: (document: RegionDocument) => void
  /** Something is to be drawn anew. */
  selected: (moved: boolean) => void
  leaveTo: (where: 'toolbar' | 'settings') => void
}

/** The place that is written in, with what stood there before. */
interface OpenBox {
  box: Box
  engine: PlaceEngine
  before: Node[]
  isChanged: boolean
}

/** A designer's mail with the author's words in it: what is drawn, what is written, and the way back. */
export class Filling {
  readonly #host: FillingHost
  /** The mail's own, so that its styles reach nothing else. */
  readonly canvas: HTMLElement = document.createElement('div')
  readonly #root: ShadowRoot
  readonly history = new DocumentHistory()
  #document: RegionDocument = { version: 1, kind: 'regions', source: '', values: {} }
  #boxes: Box[] = []
  #byElement = new WeakMap<EventTarget, Box>()
  #open: OpenBox | undefined
  /** Words are hidden in the mail, as a preview text is: it gets no second one. */
  hidesWords = false
  /** The picture, or the link, whose form is open. */
  asked: Box | undefined

  constructor(host: FillingHost) {
    this.#host = host
    this.canvas.className = 'mail'
    this.#root = this.canvas.attachShadow({ mode: 'open' })
    this.listen(this.#root)
  }

  get document(): RegionDocument {
    return this.#document
  }

  /** Places that are not seen in the mail, in their order. */
  get above(): readonly Box[] {
    return this.#boxes.filter(({ at }) => at === undefined)
  }

  get isEmpty(): boolean {
    return this.#boxes.length === 0
  }

  /** The place that is written in. */
  get place(): Box | undefined {
    return this.#open?.box
  }

  rendered = (): ReturnType<typeof renderRegions> => renderRegions(this.#document)

  /** Presses, keys and the focus in what holds boxes. */
  listen(root: EventTarget): void {
    const on = <T extends Event>(type: string, act: (box: Box, event: T) => void) =>
      root.addEventListener(type, (event) => {
        const path = event.composedPath()
        const box = path.flatMap((one) => this.#byElement.get(one) ?? [])[0]
        const isWritten = box === this.#open?.box && path.includes(box?.element as HTMLElement)
        if (box !== undefined && this.#host.editable() && !isWritten) act(box, event as T)
      })
    on<MouseEvent>('mousedown', (box, event) => {
      if (event.button !== 0) return
      event.preventDefault()
      if (isWords(box)) this.open(box)?.focus({ left: event.clientX, top: event.clientY })
      else box.element.focus()
    })
    on('focusin', (box) => void (isWords(box) ? this.open(box)?.focus() : this.close()))
    on('click', (box) => !isWords(box) && this.ask(box))
    on<KeyboardEvent>('keydown', (box, event) => {
      const isPress =
        event.key === 'Enter' || event.key === ' ' || (event.key === 'k' && (event.ctrlKey || event.metaKey))
      if (isWords(box) || !isPress) return
      event.preventDefault()
      this.ask(box)
    })
  }

  /** Draws another document; its changes begin anew. */
  load(given: RegionDocument): void {
    this.history.clear()
    this.#document = { ...given, source: markAll(given.source) }
    this.draw()
  }

  /** Draws all of the mail. */
  draw(): void {
    this.close()
    const { label, editable } = this.#host
    const { body, sheets, boxes, unseen } = drawMail(this.#document, label)
    this.#root.replaceChildren(body)
    this.#root.adoptedStyleSheets = mailSheets(sheets)
    // As in a page of its own, the ground of the mail goes on beside and below it.
    this.canvas.style.backgroundColor = getComputedStyle(body).backgroundColor
    const isShown = this.canvas.checkVisibility()
    const isHidden = ({ element, region }: Box) => (isShown ? !element.checkVisibility() : region.hidden)
    const drawn = { boxes, undrawn: unseen, isHidden }
    const placed = withUnseen(drawn, this.#document, this.#host.words(), label)
    this.#boxes = placed.boxes
    this.hidesWords = placed.hidesWords
    this.#byElement = new WeakMap(this.#boxes.flatMap((box) => box.pressed.map((element) => [element, box] as const)))
    for (const box of this.#boxes) dressBox(box, editable(), this.#host.words())
  }

  /** Fields, and places that are called after them, get their names of now. */
  rename(): void {
    const { label, editable, words } = this.#host
    for (const within of [this.#root, ...this.above.map(({ element }) => element)]) renameFields(within, label)
    for (const box of this.#boxes) {
      box.label = textWithNames(box.called, label)
      if (box !== this.#open?.box) dressBox(box, editable(), words())
    }
  }

  /** Opens the form of a picture, or of where a link leads. */
  ask(box: Box): void {
    this.asked = box
    this.#host.desk.openForm('settings', isWords(box) ? undefined : box.element)
  }

  /** The words of a place can be written. */
  open(box: Box): PlaceEngine | undefined {
    if (this.#open?.box === box) return this.#open.engine
    this.close()
    const { element, kind, region, label, examples } = box
    if (!isWords(box)) return undefined
    const before = [...element.childNodes]
    dressBox(box, false, this.#host.words())
    const place = document.createElement(element.localName)
    place.className = 'sillage-words'
    place.append(...before)
    element.append(place)
    const engine = createPlaceEngine({
      place,
      kind: kind as PlaceKind,
      label,
      examples,
      words: () => ({ field: this.#host.label }),
      editable: this.#host.editable,
      selected: this.#host.selected,
      leaveTo: this.#host.leaveTo,
      changed: (content) => {
        if (this.#open !== undefined) this.#open.isChanged = true
        this.#record(`${region.name} words`, this.#withValue(region, { content }))
      },
      undo: () => this.undo(),
      redo: () => this.redo(),
    })
    this.#open = { box, engine, before, isChanged: false }
    this.#host.desk.engine = engine
    return engine
  }

  /** The place that is written in, else the first one of the mail. */
  openFirst(): PlaceEngine | undefined {
    const first = this.#boxes.find((box) => isWords(box) && box.at !== undefined) ?? this.#boxes.find(isWords)
    if (this.#open !== undefined || first === undefined || !this.#host.editable()) return this.#open?.engine
    const engine = this.open(first)
    engine?.focus()
    // ProseMirror takes the focus without scrolling there.
    first.element.scrollIntoView({ block: 'nearest' })
    return engine
  }

  /** Ends writing: the place is drawn as it is sent. */
  close(): void {
    const open = this.#open
    if (open === undefined) return
    this.#open = undefined
    const { box, engine, before, isChanged } = open
    this.#host.desk.hide()
    this.#host.desk.engine = undefined
    engine.destroy()
    box.element.replaceChildren(...before)
    dressBox(box, this.#host.editable(), this.#host.words())
    if (isChanged) this.#redraw(new Set([box.region.name]))
    this.#host.selected(false)
  }

  /** Gives a place a picture or an address, beside what it has. */
  set(region: Region, value: RegionValue, ...more: [Region, RegionValue][]): void {
    let next = this.#withValue(region, value)
    for (const [other, its] of more) next = this.#withValue(other, its, next)
    this.#record(region.name, next)
    this.history.end()
    this.#redraw(new Set([region, ...more.map(([other]) => other)].map(({ name }) => name)))
  }

  setPreheader(text: string): void {
    const { preheader: _, ...rest } = this.#document
    this.#record('preheader', text === '' ? rest : { ...rest, preheader: text })
  }

  /** The same words in another version of the HTML, and the labels of places that it does not have. */
  inVersion(html: string): { document: RegionDocument; lost: string[] } {
    const { document: taken, dropped } = takeSource(this.#document, html)
    const labels = new Map(regionsOf(this.#document.source).map((region) => [region.name, region.label]))
    const { label } = this.#host
    return { document: taken, lost: dropped.map((name) => textWithNames(labels.get(name) ?? name, label)) }
  }

  isNew(html: string): boolean {
    return markAll(html) !== this.#document.source
  }

  take(taken: RegionDocument): void {
    this.history.end()
    this.#record('source', taken)
    this.history.end()
    this.draw()
  }

  undo(): void {
    this.#goTo(this.history.undo(this.#document))
  }

  redo(): void {
    this.#goTo(this.history.redo(this.#document))
  }

  #goTo(target: RegionDocument | undefined): void {
    if (target === undefined) return
    const before = this.#document
    const all = Object.keys({ ...before.values, ...target.values })
    const names = all.filter((name) => before.values[name] !== target.values[name])
    const written = this.#open?.engine.words()
    const wasOpen = this.#open?.box
    this.close()
    this.#document = target
    this.#host.changed(target)
    if (before.source !== target.source) this.draw()
    else this.#redraw(new Set(names))
    const box = this.#boxes.find(({ region }) => names.includes(region.name))
    if (box === undefined) return
    const engine = this.open(box)
    if (engine === undefined) box.element.focus()
    else if (wasOpen === box && written !== undefined) engine.focusChange(written)
    else engine.focus()
  }

  #withValue({ name }: Region, value: RegionValue, document = this.#document): RegionDocument {
    return { ...document, values: { ...document.values, [name]: { ...document.values[name], ...value } } }
  }

  #record(what: string, next: RegionDocument): void {
    this.history.record(this.#document, what, performance.now())
    this.#document = next
    this.#host.changed(next)
  }

  /** Draws these places as they are sent, but for the one that is written in. */
  #redraw(names: ReadonlySet<string>): void {
    const places = placesOf(this.#document, this.#host.label)
    for (const box of this.#boxes) {
      const { region, element, kind, at } = box
      if (!names.has(region.name) || this.#open?.box === box) continue
      const place = at === undefined ? undefined : places[at]
      if (at === undefined)
        element.replaceChildren(...wordsOf(region, this.#document.values[region.name], this.#host.label))
      else if (kind === 'picture') copyPicture(place, element)
      else element.replaceChildren(...((place && holderIn(place))?.childNodes ?? []))
      dressBox(box, this.#host.editable(), this.#host.words())
    }
  }
}
