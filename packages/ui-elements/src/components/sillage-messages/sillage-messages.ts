import type { LinkStats, MessageItem, MessageStatus, Page } from '@sillage/core/browser'
import { messageStatuses, SillageError } from '@sillage/core/browser'
import { html, nothing, type PropertyValues } from 'lit'
import { createDebounce } from '../../client/throttle.ts'
import { type ResultsWords, resultsEn } from '../../locales/results-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { loadAfterFigures } from '../load-after-figures.ts'
import { SillageElement } from '../sillage-element.ts'
import type { SillageEvents } from '../sillage-events/sillage-events.ts'
import { countText } from '../sillage-table/count-text.ts'
import { SillageTable, type TableQuery } from '../sillage-table/sillage-table.ts'
import { messageColumns } from './message-columns.ts'
import { messagesStyles } from './sillage-messages.styles.ts'

/**
 * @summary What became of the mail to each contact, or of each mail of a stream: search, filter, sort, and the details
 * of one. Part of `<campaign-stats>`.
 *
 * @csspart table - The table.
 */
export class SillageMessages extends SillageElement<ResultsWords> {
  static override readonly english = resultsEn
  static override readonly tag = 'sillage-messages'
  static override readonly dependencies = [SillageTable]
  static override styles = [tokens, controls, messagesStyles]
  static override properties = {
    campaignId: { attribute: 'campaign-id' },
    stream: {},
    total: { type: Number },
    machines: { type: Boolean },
    q: { state: true },
    status: { state: true },
    link: { state: true },
    query: { state: true },
  }

  declare campaignId: string | undefined
  /** The key of a stream; then it is no campaign's. */
  declare stream: string | undefined
  /** How many messages the campaign has, if known: then the scrollbar is as long as the list. */
  declare total: number | undefined
  /** Whether details show hits by machines. */
  declare machines: boolean
  declare private q: string
  declare private status: MessageStatus | ''
  /** Only whoever clicked this one. */
  declare private link: LinkStats | undefined
  declare private query: TableQuery | undefined

  readonly #read = async (query: TableQuery, signal: AbortSignal): Promise<Page<MessageItem>> => {
    const { client, campaignId, stream } = this
    if (client !== undefined && stream !== undefined)
      return client.get<Page<MessageItem>>('listStreamMessages', { key: stream }, query, signal)
    if (client === undefined || campaignId === undefined) return { items: [], next: null }
    return client.listMessages(campaignId, query, signal)
  }
  /** The campaign or stream whose rows are shown or being loaded. */
  #asked: string | undefined
  readonly #search = createDebounce(() => this.#ask(), 250)

  constructor() {
    super()
    this.machines = false
    this.q = ''
    this.status = ''
  }

  protected override contextReady(): void {
    this.#asked = undefined
    this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#search.cancel()
  }

  /** Loads the rows in view again, without moving them. */
  refresh(): void {
    this.#table?.refresh()
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
    const shown = this.stream ?? this.campaignId
    if (shown === undefined || this.client === undefined || shown === this.#asked) return
    this.#asked = shown
    this.link = undefined
    this.#ask()
  }

  get #table(): SillageTable<MessageItem> | null {
    return this.renderRoot?.querySelector<SillageTable<MessageItem>>('sillage-table') ?? null
  }

  get #filtered(): boolean {
    return (this.q || this.status || this.link) !== undefined
  }

  #ask(): void {
    const { q, status, link } = this
    this.query = { q: q || undefined, status: status || undefined, link: link?.id }
  }

  readonly #open = async (item: MessageItem): Promise<void> => {
    if ((await loadAfterFigures()) === undefined) {
      this.tellFailure(new SillageError('no_answer', 'The code of the details could not be loaded.'))
      return
    }
    await this.renderRoot.querySelector<SillageEvents>('sillage-events')?.show(item, this.machines)
  }

  protected override render() {
    const { words, stream } = this
    const text = stream === undefined ? words.table : words.stream
    return html`<div class="base">
      <div class="row tools">
        <h3 class="grow" title=${stream === undefined ? nothing : words.stream.titleHint}>${text.title} <span class="small muted num" role="status">${countText(this.#table, this.format, text) ?? nothing}</span></h3>
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
              <span class="grow cut">${text.clicked} <bdi>${this.link.url}</bdi></span>
              <button type="button" class="quiet icon" aria-label=${text.all} @click=${() => this.showLink(undefined)}>
                ${closeIcon}
              </button>
            </div>`
      }
      <sillage-table
        .columns=${messageColumns(words, this.format, this.#open, stream !== undefined)}
        .ask=${this.#read}
        .query=${this.query}
        .open=${this.#open}
        .total=${this.#filtered ? undefined : this.total}
        .label=${text.title}
        .empty=${this.#filtered ? words.table.nobody : text.empty}
        .failed=${text.failed}
        .sort=${stream === undefined ? 'name' : undefined}
        exportparts="table"
        @sillage-rows=${() => this.requestUpdate()}
      ></sillage-table>
      <sillage-events></sillage-events>
    </div>`
  }
}
