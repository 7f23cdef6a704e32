import type { LinkStats, MessageItem, MessageSort, MessageStatus, SortOrder } from '@sillage/core/browser'
import { messageStatuses, SillageError } from '@sillage/core/browser'
import { html, nothing, type PropertyValues } from 'lit'
import { createDebounce } from '../../client/throttle.ts'
import { controls } from '../../styles/controls.styles.ts'
import { closeIcon, downIcon, upIcon } from '../../styles/icons.ts'
import { pill } from '../../styles/pill.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { loadAfterFigures } from '../load-after-figures.ts'
import { SillageElement } from '../sillage-element.ts'
import type { SillageEvents } from '../sillage-events/sillage-events.ts'
import { troubleView } from '../trouble-view.ts'
import { createMessagePages } from './message-pages.ts'
import { messageRow } from './message-row.ts'
import { type RowWindow, rowWindow } from './row-window.ts'
import { messagesStyles } from './sillage-messages.styles.ts'

const ROW = 54

/**
 * @summary What became of the mail to each contact: search, filter, sort, and the details of one. Part of
 * `<campaign-stats>`.
 *
 * Only the rows in view are drawn; pages are loaded while scrolling.
 *
 * @csspart table - The table.
 */
export class SillageMessages extends SillageElement {
  static override readonly tag = 'sillage-messages'
  static override styles = [tokens, controls, pill, messagesStyles]
  static override properties = {
    campaignId: { attribute: 'campaign-id' },
    total: { type: Number },
    machines: { type: Boolean },
    q: { state: true },
    status: { state: true },
    sort: { state: true },
    order: { state: true },
    link: { state: true },
    view: { state: true },
  }

  declare campaignId: string | undefined
  /** How many messages the campaign has, if known: then the scrollbar is as long as the list. */
  declare total: number | undefined
  /** Whether details show hits by machines. */
  declare machines: boolean
  declare private q: string
  declare private status: MessageStatus | ''
  declare private sort: MessageSort
  declare private order: SortOrder
  /** Only whoever clicked this one. */
  declare private link: LinkStats | undefined
  declare private view: RowWindow

  readonly #pages = createMessagePages(
    async (query, signal) => {
      const { client, campaignId } = this
      if (client === undefined || campaignId === undefined) return { items: [], next: null }
      return client.listMessages(campaignId, query, signal)
    },
    () => this.requestUpdate(),
  )
  /** The campaign whose rows are shown or being loaded. */
  #asked: string | undefined
  readonly #search = createDebounce(() => this.#ask(), 250)

  constructor() {
    super()
    this.machines = false
    this.q = ''
    this.status = ''
    this.sort = 'name'
    this.order = 'asc'
    this.view = { from: 0, to: 30 }
  }

  protected override contextReady(): void {
    this.#asked = undefined
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#search.cancel()
    this.#pages.stop()
  }

  /** Loads the rows in view again, without moving them. */
  refresh(): void {
    void this.#pages.refresh()
  }

  /** Shows only whoever clicked a link; undefined: everybody. */
  showLink(link: LinkStats | undefined): void {
    this.link = link
    this.q = this.status = ''
    this.#ask()
    // Whoever reads the figures is led to the list, and can take it back with the next key.
    const next = link ? '.chosen button' : 'input'
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(next)?.focus())
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (this.campaignId === undefined || this.client === undefined || this.campaignId === this.#asked) return
    this.#asked = this.campaignId
    this.link = undefined
    this.#ask()
  }

  get #rows(): number {
    const { count, complete } = this.#pages
    if (complete) return count
    return this.#filtered || this.total === undefined ? count + 10 : Math.max(this.total, count + 1)
  }

  get #filtered(): boolean {
    return (this.q || this.status || this.link) !== undefined
  }

  #ask(): void {
    const { q, status, sort, order, link } = this
    const scroller = this.renderRoot?.querySelector('.scroller')
    if (scroller != null) scroller.scrollTop = 0
    this.view = { from: 0, to: 30 }
    this.#pages.ask({
      sort,
      order,
      q: q || undefined,
      status: status || undefined,
      link: link?.id,
    })
  }

  #scrolled(event: Event): void {
    const scroller = event.target as HTMLElement
    const view = rowWindow(scroller.scrollTop, scroller.clientHeight, ROW, this.#rows)
    if (view.from === this.view.from && view.to === this.view.to) return
    this.view = view
    this.#pages.want(view.from, view.to)
  }

  #sortBy(sort: MessageSort): void {
    const first: SortOrder = sort === 'name' ? 'asc' : 'desc'
    this.order = this.sort === sort ? (this.order === 'asc' ? 'desc' : 'asc') : first
    this.sort = sort
    this.#ask()
  }

  async #open(item: MessageItem): Promise<void> {
    if ((await loadAfterFigures()) === undefined) {
      this.tellFailure(new SillageError('no_answer', 'The code of the details could not be loaded.'))
      return
    }
    await this.renderRoot.querySelector<SillageEvents>('sillage-events')?.show(item, this.machines)
  }

  protected override render() {
    const { words } = this
    const { failure, count } = this.#pages
    return html`<div class="base">
      <div class="row tools">
        <h3 class="grow">${words.table.title} <span class="small muted num" role="status">${this.#count()}</span></h3>
        <input
          type="search"
          placeholder=${words.table.search}
          aria-label=${words.table.search}
          .value=${this.q}
          @input=${(event: InputEvent) => {
            this.q = (event.target as HTMLInputElement).value.trim()
            this.#search.request()
          }}
        />
        <select
          aria-label=${words.table.status}
          @change=${(event: Event) => {
            this.status = (event.target as HTMLSelectElement).value as MessageStatus | ''
            this.#ask()
          }}
        >
          <option value="">${words.table.allStatuses}</option>
          ${messageStatuses.map((status) => html`<option value=${status}>${words.message[status]}</option>`)}
        </select>
      </div>
      ${
        this.link === undefined
          ? nothing
          : html`<div class="row chosen small">
              <span class="grow cut">${words.table.clicked} <bdi>${this.link.url}</bdi></span>
              <button type="button" class="quiet icon" aria-label=${words.table.all} @click=${() => this.showLink(undefined)}>
                ${closeIcon}
              </button>
            </div>`
      }
      ${failure === undefined ? nothing : troubleView(words.table.failed, failure, words, () => this.#pages.again())}
      <div class="panel scroller" tabindex="0" role="region" aria-label=${words.table.title} ?hidden=${failure !== undefined && count === 0} @scroll=${this.#scrolled}>${this.#table()}</div>
      <sillage-events></sillage-events>
    </div>`
  }

  #count() {
    const { count, complete, ready } = this.#pages
    if (!ready) return nothing
    const known = complete ? count : this.#filtered ? undefined : this.total
    const { table } = this.words
    return known === undefined
      ? table.countMore(this.format.number(count))
      : table.count(this.format.number(known), known)
  }

  #table() {
    const { words, format } = this
    const { count, ready, complete } = this.#pages
    if (complete && count === 0) {
      return html`<div class="blank muted">${this.#filtered ? words.table.nobody : words.table.empty}</div>`
    }
    const rows = ready ? this.#rows : 6
    const from = Math.min(this.view.from, rows)
    const to = Math.min(this.view.to, rows)
    const drawn = Array.from({ length: to - from }, (_, i) => from + i)
    return html`<table class="num" part="table" aria-rowcount=${complete ? rows + 1 : -1} aria-busy=${!ready}>
      <thead>
        <tr aria-rowindex="1">
          ${this.#head('name', words.table.contact, 'w-who')}
          <th class="wide w-firm" scope="col">${words.table.company}</th>
          <th scope="col" class="w-status">${words.table.status}</th>
          ${this.#head('opens', words.table.opens, 'n w-opens')} ${this.#head('clicks', words.table.clicks, 'n w-clicks')}
          ${this.#head('sentAt', words.table.sentAt, 'wide')}
          ${this.#head('lastOpenAt', words.table.lastOpen, 'wide')}
        </tr>
      </thead>
      <tbody>
        ${space(from)}
        ${drawn.map((index) => messageRow(this.#pages.item(index), index, words, format, (item) => void this.#open(item)))}
        ${space(rows - to)}
      </tbody>
    </table>`
  }

  #head(sort: MessageSort, label: string, look: string) {
    const sorted = this.sort === sort
    const arrow = sorted ? (this.order === 'asc' ? upIcon : downIcon) : nothing
    return html`<th
      class=${look}
      scope="col"
      aria-sort=${sorted ? (this.order === 'asc' ? 'ascending' : 'descending') : nothing}
    >
      <button type="button" title=${this.words.table.sortBy(label)} @click=${() => this.#sortBy(sort)}>
        ${label}${arrow}
      </button>
    </th>`
  }
}

/** Takes the space of rows that are not drawn. */
function space(rows: number) {
  return rows <= 0
    ? nothing
    : html`<tr class="space" aria-hidden="true"><td .style=${`block-size: ${rows * ROW}px`}></td></tr>`
}
