import type { SortOrder } from '@sillage/core/browser'
import { html, nothing, type PropertyValues } from 'lit'
import { controls } from '../../styles/controls.styles.ts'
import { downIcon, upIcon } from '../../styles/icons.ts'
import { pill } from '../../styles/pill.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { isRowPress } from '../is-row-press.ts'
import { SillageElement } from '../sillage-element.ts'
import { troubleView } from '../trouble-view.ts'
import type { Column } from './column.ts'
import { type Ask, createRowPages, type Row } from './row-pages.ts'
import { type RowWindow, rowWindow } from './row-window.ts'
import { tableStyles } from './sillage-table.styles.ts'

/** What of a list is asked for, beside the order. */
export type TableQuery = Readonly<Record<string, unknown>>

/**
 * @summary A long list as a table, and as cards on a phone. Part of other elements, which give it columns and rows.
 *
 * Only the rows in view are drawn; pages are loaded while scrolling. Roles are written out, because as cards it is no
 * table to a browser any more.
 *
 * @event sillage-rows - More is known about the rows; read `count`, `complete` and `ready`.
 * @csspart table - The table.
 */
export class SillageTable<T extends Row = Row> extends SillageElement {
  static override readonly tag = 'sillage-table'
  static override styles = [tokens, controls, pill, tableStyles]
  static override properties = {
    columns: { attribute: false },
    ask: { attribute: false },
    query: { attribute: false },
    open: { attribute: false },
    total: { attribute: false },
    label: { attribute: false },
    empty: { attribute: false },
    failed: { attribute: false },
    sort: { attribute: false },
    order: { attribute: false },
    view: { state: true },
  }

  declare columns: readonly Column<T>[]
  /** Reads a page. */
  declare ask: Ask<T, TableQuery>
  /** Another object starts over; undefined: nothing is asked for yet. */
  declare query: TableQuery | undefined
  /** Opens what is behind a row; undefined: rows are not pressed. */
  declare open: ((item: T) => void) | undefined
  /** How many rows there are, if that is known: then the scrollbar is as long as the list. */
  declare total: number | undefined
  declare label: string
  /** Said where there is no row. */
  declare empty: string
  /** Said where the rows could not be loaded. */
  declare failed: string
  /** The column that is sorted by; undefined: the order of the server. */
  declare sort: string | undefined
  declare order: SortOrder
  declare private view: RowWindow

  readonly #pages = createRowPages<T, TableQuery>(
    (query, signal) => this.ask(query, signal),
    () => {
      this.requestUpdate()
      this.dispatchEvent(new Event('sillage-rows'))
    },
  )

  constructor() {
    super()
    this.columns = []
    this.label = this.empty = this.failed = ''
    this.order = 'asc'
    this.view = { from: 0, to: 30 }
  }

  /** How many rows are known to exist. */
  get count(): number {
    return this.#pages.count
  }

  /** Whether those are all there are. */
  get complete(): boolean {
    return this.#pages.complete
  }

  /** Whether the first answer is there. */
  get ready(): boolean {
    return this.#pages.ready
  }

  /** Loads the rows in view again, without moving them. */
  refresh(): void {
    void this.#pages.refresh()
  }

  /** Starts over. */
  reload(): void {
    const scroller = this.renderRoot?.querySelector('.scroller')
    if (scroller != null) scroller.scrollTop = 0
    this.view = { from: 0, to: 30 }
    const { sort, order } = this
    this.#pages.ask({ ...this.query, ...(sort === undefined ? {} : { sort, order }) })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#pages.stop()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (changed.has('query') && this.query !== undefined) this.reload()
  }

  get #rows(): number {
    const { count, complete, total } = this
    if (complete) return count
    return total === undefined ? count + 10 : Math.max(total, count + 1)
  }

  #scrolled(event: Event): void {
    const scroller = event.target as HTMLElement
    // On a phone rows are cards, and higher: the styles say which they are now.
    const height = Number.parseFloat(getComputedStyle(scroller).getPropertyValue('--row'))
    const view = rowWindow(scroller.scrollTop, scroller.clientHeight, height, this.#rows)
    if (view.from === this.view.from && view.to === this.view.to) return
    this.view = view
    this.#pages.want(view.from, view.to)
  }

  #sortBy({ sort, first = 'desc' }: Column<T>): void {
    if (sort === undefined) return
    this.order = this.sort === sort ? (this.order === 'asc' ? 'desc' : 'asc') : first
    this.sort = sort
    this.reload()
  }

  protected override render() {
    const { failure } = this.#pages
    return html`${failure === undefined ? nothing : troubleView(this.failed, failure, this.words, () => this.#pages.again())}
      <div
        class="panel scroller"
        tabindex="0"
        role="region"
        aria-label=${this.label}
        ?hidden=${failure !== undefined && this.count === 0}
        @scroll=${this.#scrolled}
      >
        ${
          this.complete && this.count === 0
            ? html`<div class="blank muted">${this.empty}</div>`
            : html`<table class="num" part="table" role="table" aria-rowcount=${this.complete ? this.#rows + 1 : -1} aria-busy=${!this.ready}>
                <thead role="rowgroup">
                  <tr role="row" aria-rowindex="1">${this.columns.map((column) => this.#head(column))}</tr>
                </thead>
                <tbody role="rowgroup">${this.#body()}</tbody>
              </table>`
        }
      </div>`
  }

  #body() {
    const rows = this.ready ? this.#rows : 6
    const from = Math.min(this.view.from, rows)
    const to = Math.min(this.view.to, rows)
    return html`${space(from)}
      ${Array.from({ length: to - from }, (_, at) => this.#row(this.#pages.item(from + at), from + at))}
      ${space(rows - to)}`
  }

  #row(item: T | undefined, index: number) {
    const { columns } = this
    if (item === undefined)
      return html`<tr aria-rowindex=${index + 2} aria-hidden="true">${columns.map(() => html`<td><div class="ghost"></div></td>`)}</tr>`
    return html`<tr role="row" class=${this.open === undefined ? '' : 'pressed'} aria-rowindex=${index + 2} @click=${(event: Event) => isRowPress(event) && this.open?.(item)}>
      ${columns.map(
        ({ label, look = '', cell }) => html`<td role="cell" class=${look} data-label=${label}>${cell(item)}</td>`,
      )}
    </tr>`
  }

  #head(column: Column<T>) {
    const { label, sort, look = '', width } = column
    const sorted = sort !== undefined && this.sort === sort
    const down = this.order === 'desc'
    return html`<th
      role="columnheader"
      class="${look} ${sort === undefined ? 'plain' : ''}"
      scope="col"
      width=${width ?? nothing}
      aria-sort=${sorted ? (down ? 'descending' : 'ascending') : nothing}
    >
      ${
        sort === undefined
          ? html`<span class=${look === 'act' ? 'visually-hidden' : ''}>${label}</span>`
          : html`<button type="button" title=${this.words.table.sortBy(label)} @click=${() => this.#sortBy(column)}>
              ${label}${sorted ? (down ? downIcon : upIcon) : nothing}
            </button>`
      }
    </th>`
  }
}

/** Takes the space of rows that are not drawn. */
function space(rows: number) {
  return rows <= 0
    ? nothing
    : html`<tr class="space" aria-hidden="true"><td .style=${`block-size: calc(${rows} * var(--row))`}></td></tr>`
}
