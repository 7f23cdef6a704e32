import type { Contact, Page } from '@sillage/core/browser'
import { html, nothing } from 'lit'
import { apiOf } from '../../client/api.ts'
import { createDebounce } from '../../client/throttle.ts'
import { type ContactsWords, contactsEn } from '../../locales/contacts-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { roomStyles } from '../../styles/room.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageContact } from '../sillage-contact/sillage-contact.ts'
import { SillageElement } from '../sillage-element.ts'
import { SillageImport } from '../sillage-import/sillage-import.ts'
import { type NameKind, OfferedNames } from '../sillage-recipients/contact-names.ts'
import { nameField } from '../sillage-recipients/name-field.ts'
import { countText } from '../sillage-table/count-text.ts'
import { SillageTable, type TableQuery } from '../sillage-table/sillage-table.ts'
import { contactColumns } from './contact-columns.ts'
import { exportContacts } from './export-contacts.ts'

/** The inside of `<contact-manager>`: the directory as a table, and the dialogs for one person and for a file. */
export class SillageContacts extends SillageElement<ContactsWords> {
  static override readonly english = contactsEn
  static override readonly tag = 'sillage-contacts'
  static override readonly dependencies = [SillageTable, SillageContact, SillageImport]
  static override styles = [tokens, controls, roomStyles]
  static override properties = {
    query: { state: true },
    total: { state: true },
    busy: { state: true },
  }

  /** What is searched; empty parts do not count. */
  declare private query: { q: string; company: string; tag: string }
  declare private total: number | undefined
  declare private busy: boolean

  /** As the table asks; another object when something was typed and the typing has stopped. */
  #asked: TableQuery = {}
  readonly #search = createDebounce(() => this.#ask(), 250)
  readonly #read = async (query: TableQuery, signal: AbortSignal): Promise<Page<Contact>> => {
    const { client } = this
    if (client === undefined) return { items: [], next: null }
    const page = await client.listContacts(query, signal)
    this.total = page.total ?? undefined
    return page
  }
  readonly #names = new OfferedNames(this, () => this.client)
  readonly #open = (contact: Contact): void => void this.#part<SillageContact>('sillage-contact')?.show(contact)

  constructor() {
    super()
    this.query = { q: '', company: '', tag: '' }
    this.busy = false
  }

  protected override contextReady(): void {
    if (this.client === undefined) return
    this.#ask()
    void this.#names.load()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#search.cancel()
  }

  #part<T extends Element>(selector: string): T | null {
    return this.renderRoot?.querySelector<T>(selector) ?? null
  }

  #ask(): void {
    const { q, company, tag } = this.query
    this.#asked = { q: q || undefined, company: company || undefined, tag: tag || undefined }
    this.total = undefined
    this.requestUpdate()
  }

  #filter(part: Partial<SillageContacts['query']>): void {
    this.query = { ...this.query, ...part }
    this.#search.request()
  }

  async #export(): Promise<void> {
    const { client, words, format } = this
    if (client === undefined || this.busy) return
    this.busy = true
    try {
      const count = await exportContacts(apiOf(client), this.#asked, words, format)
      const title = words.contacts.exported(format.number(count))
      this.activeContext?.notices.publish({ kind: 'success', title })
    } catch (error) {
      this.tellFailure(error)
    } finally {
      this.busy = false
    }
  }

  protected override render() {
    const { words, format, query, busy } = this
    const text = words.contacts
    const filtered = Object.values(query).some((part) => part !== '')
    const count = countText(this.#part<SillageTable>('sillage-table'), format, text)
    return html`<div class="base">
      <div class="row" part="header">
        <div class="grow"><slot name="heading"><h1>${text.title}</h1></slot></div>
        <button type="button" @click=${() => this.#part<SillageImport>('sillage-import')?.show()}>${text.import}</button>
        <button type="button" class=${busy ? 'busy' : ''} aria-disabled=${busy} @click=${this.#export}>${text.export}</button>
        <button type="button" class="primary" @click=${() => this.#part<SillageContact>('sillage-contact')?.show()}>
          ${text.add}
        </button>
      </div>
      <div class="tools">
        <input
          type="search"
          placeholder=${text.search}
          aria-label=${text.search}
          .value=${query.q}
          @input=${(event: InputEvent) => this.#filter({ q: (event.target as HTMLInputElement).value.trim() })}
        />
        ${this.#nameField('company')} ${this.#nameField('tag')}
      </div>
      <div class="small muted num" role="status">${count ?? nothing}</div>
      <sillage-table
        .columns=${contactColumns(words, format, this.#open)}
        .ask=${this.#read}
        .query=${this.#asked}
        .open=${this.#open}
        .total=${this.total}
        .label=${text.title}
        .empty=${filtered ? text.nobody : text.empty}
        .failed=${text.failed}
        exportparts="table"
        @sillage-rows=${() => this.requestUpdate()}
      ></sillage-table>
      <sillage-contact @sillage-changed=${() => this.#part<SillageTable>('sillage-table')?.reload()}></sillage-contact>
      <sillage-import @sillage-changed=${() => this.contextReady()}></sillage-import>
    </div>`
  }

  #nameField(kind: NameKind) {
    const { query, format, words } = this
    return nameField(
      kind,
      words.contacts[kind],
      { value: query[kind], names: this.#names.shown[kind], format },
      {
        typed: (text) => this.#names.typed(kind, text),
        choose: (name) => name !== query[kind] && this.#filter({ [kind]: name }),
      },
    )
  }
}
