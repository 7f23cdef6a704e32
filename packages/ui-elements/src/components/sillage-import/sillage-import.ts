import { type ColumnMapping, type ContactColumn, columnOf, type ImportReport } from '@sillage/core/browser'
import { css, html, nothing } from 'lit'
import { apiOf } from '../../client/api.ts'
import { errorText } from '../../client/error-text.ts'
import { kilobytes } from '../../format/kilobytes.ts'
import { type ContactsWords, contactsEn } from '../../locales/contacts-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { roomStyles } from '../../styles/room.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'
import { SillageElement } from '../sillage-element.ts'
import { mappingView } from './mapping-view.ts'
import { type FileHead, readHead } from './read-head.ts'
import { reportView } from './report-view.ts'

/**
 * Imports a file of contacts: which column is what, and what became of each row. Part of `<contact-manager>`.
 *
 * @event sillage-changed - Contacts were added.
 */
export class SillageImport extends SillageElement<ContactsWords> {
  static override readonly english = contactsEn
  static override readonly tag = 'sillage-import'
  static override styles = [
    tokens,
    controls,
    dialog,
    roomStyles,
    css`
      dialog {
        inline-size: min(720px, 100vw - 32px);
      }
    `,
  ]
  static override properties = {
    file: { state: true },
    head: { state: true },
    columns: { state: true },
    report: { state: true },
    problem: { state: true },
    busy: { state: true },
    over: { state: true },
  }

  declare private file: File | undefined
  declare private head: FileHead | undefined
  /** What each column becomes, by its place; undefined: a field under its heading. */
  declare private columns: readonly (ContactColumn | undefined)[]
  declare private report: ImportReport | undefined
  declare private problem: string
  declare private busy: boolean
  /** A file is held above the place to drop it. */
  declare private over: boolean

  constructor() {
    super()
    this.columns = []
    this.problem = ''
    this.busy = this.over = false
  }

  async show(): Promise<void> {
    if (!this.busy) this.#begin()
    await this.updateComplete
    showModal(this.renderRoot.querySelector('dialog'))
  }

  #begin(): void {
    this.file = this.head = this.report = undefined
    this.problem = ''
  }

  async #choose(file: File | undefined): Promise<void> {
    if (file === undefined) return
    this.#begin()
    this.file = file
    const head = await readHead(file).catch(() => undefined)
    if (this.file !== file) return
    if (head === undefined || head.headings.length === 0) {
      this.problem = this.words.import.unreadable
      return
    }
    this.head = head
    const taken = new Set<ContactColumn>()
    this.columns = head.headings.map((heading) => {
      const column = columnOf(heading)
      if (column === undefined || taken.has(column)) return undefined
      taken.add(column)
      return column
    })
    // Whatever its heading is, one sees which column holds addresses.
    const addresses = head.first.findIndex((cell) => cell.includes('@'))
    if (!taken.has('email')) this.#map(addresses, 'email')
  }

  #dropped(event: DragEvent): void {
    event.preventDefault()
    this.over = false
    void this.#choose(event.dataTransfer?.files[0])
  }

  /** A field is filled by one column: another that had it becomes a field under its heading. */
  #map(at: number, column: ContactColumn | undefined): void {
    this.columns = this.columns.map((one, index) => (index === at ? column : one === column ? undefined : one))
    this.problem = ''
  }

  async #start(event: Event): Promise<void> {
    event.preventDefault()
    const { client, file, head, columns, words } = this
    if (client === undefined || file === undefined || head === undefined || this.busy) return
    if (!columns.includes('email')) {
      this.problem = words.import.needEmail
      return
    }
    this.problem = ''
    this.busy = true
    try {
      const mapping: ColumnMapping = Object.fromEntries(
        head.headings.flatMap((heading, at) => (columns[at] === undefined ? [] : [[heading, columns[at]]])),
      )
      this.report = await apiOf(client).contacts.import(file, { columns: mapping })
      this.dispatchEvent(new Event('sillage-changed'))
    } catch (error) {
      this.problem = errorText(error, words)
    } finally {
      this.busy = false
    }
  }

  protected override render() {
    const { words, format, head, report, busy, problem } = this
    const text = words.import
    return html`<dialog part="dialog" aria-labelledby="title">
      <form novalidate @submit=${this.#start}>
        <div class="head">
          <h2 class="grow" id="title">${text.title}</h2>
          <button type="button" class="quiet icon" aria-label=${words.common.close} @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${closeIcon}</button>
        </div>
        <div class="scroll" aria-busy=${busy}>
          ${
            report === undefined
              ? html`${this.#filePart()} ${head === undefined ? nothing : this.#mappingPart(head)}`
              : reportView(report, words, format)
          }
          <div class="part error" role="alert" ?hidden=${problem === ''}>${problem}</div>
        </div>
        <div class="foot">
          ${
            report === undefined
              ? html`<button type="submit" class="primary ${busy ? 'busy' : ''}" ?disabled=${busy || head === undefined}>
                  ${busy ? text.running : text.start}
                </button>`
              : html`<button type="button" @click=${this.#begin}>${text.again}</button>
                  <button type="button" class="primary" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${words.common.close}</button>`
          }
        </div>
      </form>
    </dialog>`
  }

  #filePart() {
    const { words, file } = this
    const text = words.import
    return html`<div class="part">
      <label
        class="file ${this.over ? 'over' : ''}"
        @dragover=${(event: DragEvent) => {
          event.preventDefault()
          this.over = true
        }}
        @dragleave=${() => {
          this.over = false
        }}
        @drop=${this.#dropped}
      >
        <b>${text.file}</b>
        <input
          type="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          @change=${(event: Event) => void this.#choose((event.target as HTMLInputElement).files?.[0])}
        />
        <span class="small muted">${file === undefined ? text.drop : text.chosen(file.name, kilobytes(file.size, this.format))}</span>
      </label>
    </div>`
  }

  #mappingPart({ headings, first }: FileHead) {
    const { words, columns } = this
    const text = words.mapping
    return html`<div class="part">
      ${mappingView(
        headings.map((heading, at) => ({ heading, example: first[at] ?? '', field: columns[at] ?? '' })),
        text,
        (heading) => [['', text.field(heading)], ...Object.entries(text.column)],
        (at, field) => this.#map(at, (field || undefined) as ContactColumn | undefined),
      )}
    </div>`
  }
}
