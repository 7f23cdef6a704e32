import { type Page, type Suppression, type SuppressionReason, suppressionReasons } from '@sillage/core/browser'
import { html, nothing } from 'lit'
import { apiOf } from '../../client/api.ts'
import { createDebounce } from '../../client/throttle.ts'
import { type ContactsWords, contactsEn } from '../../locales/contacts-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { roomStyles } from '../../styles/room.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillageElement } from '../sillage-element.ts'
import { countText } from '../sillage-table/count-text.ts'
import { SillageTable, type TableQuery } from '../sillage-table/sillage-table.ts'
import { SillageAddresses } from './sillage-addresses.ts'
import { suppressionColumns } from './suppression-columns.ts'

/** The inside of `<suppression-list>`: the addresses that are not mailed, as a table. */
export class SillageSuppressions extends SillageElement<ContactsWords> {
  static override readonly english = contactsEn
  static override readonly tag = 'sillage-suppressions'
  static override readonly dependencies = [SillageTable, SillageConfirm, SillageAddresses]
  static override styles = [tokens, controls, roomStyles]
  static override properties = { q: { state: true }, reason: { state: true } }

  declare private q: string
  declare private reason: SuppressionReason | ''

  #asked: TableQuery = {}
  readonly #search = createDebounce(() => this.#ask(), 250)
  readonly #read = async (query: TableQuery): Promise<Page<Suppression>> => {
    const { client } = this
    return client === undefined ? { items: [], next: null } : apiOf(client).suppressions.list(query)
  }
  readonly #lift = (one: Suppression): void => void this.#askLift(one)

  constructor() {
    super()
    this.q = this.reason = ''
  }

  protected override contextReady(): void {
    this.#ask()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#search.cancel()
  }

  get #table(): SillageTable<Suppression> | null {
    return this.renderRoot?.querySelector<SillageTable<Suppression>>('sillage-table') ?? null
  }

  #ask(): void {
    this.#asked = { q: this.q || undefined, reason: this.reason || undefined }
    this.requestUpdate()
  }

  async #askLift(one: Suppression): Promise<void> {
    const { client, words } = this
    const text = words.suppressions
    const address = one.email ?? text.hidden
    const why: Record<SuppressionReason, string> = {
      bounce: text.liftBounce,
      complaint: text.liftComplaint,
      unsubscribe: text.liftUnsubscribe,
      manual: text.liftManual,
      erasure: text.liftErasure,
    }
    const yes = await this.renderRoot.querySelector<SillageConfirm>('sillage-confirm')?.ask({
      title: text.liftTitle(address),
      text: one.reasons.map(({ reason }) => why[reason]),
      confirm: text.lift,
      keep: words.common.back,
      danger: true,
    })
    if (yes !== true || client === undefined) return
    try {
      await apiOf(client).suppressions.delete(one.id)
      this.activeContext?.notices.publish({ kind: 'success', title: text.lifted(address) })
    } catch (error) {
      this.tellFailure(error)
    }
    this.#table?.reload()
  }

  protected override render() {
    const { words, format, q, reason } = this
    const text = words.suppressions
    return html`<div class="base">
      <div class="row" part="header">
        <div class="grow"><slot name="heading"><h1>${text.title}</h1></slot></div>
        <button type="button" class="primary" @click=${() => this.renderRoot.querySelector<SillageAddresses>('sillage-addresses')?.show()}>
          ${text.add}
        </button>
      </div>
      <p class="small muted">${text.text}</p>
      <div class="tools">
        <input
          type="search"
          placeholder=${text.search}
          aria-label=${text.search}
          .value=${q}
          @input=${(event: InputEvent) => {
            this.q = (event.target as HTMLInputElement).value.trim()
            this.#search.request()
          }}
        />
        <select
          aria-label=${text.reason}
          @change=${(event: Event) => {
            this.reason = (event.target as HTMLSelectElement).value as SuppressionReason | ''
            this.#ask()
          }}
        >
          <option value="">${text.allReasons}</option>
          ${suppressionReasons.map((one) => html`<option value=${one}>${text.reasons[one]}</option>`)}
        </select>
      </div>
      <div class="small muted num" role="status">${countText(this.#table, format, text) ?? nothing}</div>
      <sillage-table
        .columns=${suppressionColumns(words, format, this.#lift)}
        .ask=${this.#read}
        .query=${this.#asked}
        .label=${text.title}
        .empty=${q === '' && reason === '' ? text.empty : text.nobody}
        .failed=${text.failed}
        exportparts="table"
        @sillage-rows=${() => this.requestUpdate()}
      ></sillage-table>
      <sillage-addresses @sillage-changed=${() => this.#table?.reload()}></sillage-addresses>
      <sillage-confirm></sillage-confirm>
    </div>`
  }
}
