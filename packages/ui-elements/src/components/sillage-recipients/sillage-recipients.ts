import type { Company, Contact } from '@sillage/core/browser'
import { html, nothing, type PropertyValues } from 'lit'
import { createDebounce } from '../../client/throttle.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { WritingElement } from '../writing-element.ts'
import { type ContactPages, createContactPager, loadCompanies, noContacts, sameFilter } from './contact-pages.ts'
import { directoryView } from './directory-view.ts'
import { earlierView } from './earlier-view.ts'
import { parseAddresses } from './parse-addresses.ts'
import { pasteView } from './paste-view.ts'
import { noChoice, type RecipientChoice } from './recipient-choice.ts'
import { recipientsStyles } from './sillage-recipients.styles.ts'

/** A recipient the content can be shown as: a contact of the directory, or data that stands for one. */
export interface Sample {
  name: string
  contactId?: string
  data?: Record<string, unknown>
}

/**
 * @summary Chooses who receives a campaign: from the directory, by pasted addresses, or from an earlier campaign. Part of the composer.
 *
 * @event sillage-choice - The person changed the choice; read it from `choice`.
 * @event sillage-sample - Another contact is the first of the list; read it from `sample`.
 */
export class SillageRecipients extends WritingElement {
  static override readonly tag = 'sillage-recipients'
  static override styles = [tokens, controls, recipientsStyles]
  static override properties = {
    choice: { attribute: false },
    invalid: { type: Boolean },
    pages: { state: true },
    companies: { state: true },
  }

  /** What is chosen. */
  declare choice: RecipientChoice
  /** Marks the choice as one the server or the form refused. */
  declare invalid: boolean
  declare private pages: ContactPages
  declare private companies: readonly Company[]

  readonly #seen = new Map<string, Contact>()
  readonly #pager = createContactPager(
    () => this.client,
    (pages) => {
      const first = this.pages.contacts[0] !== pages.contacts[0]
      this.pages = pages
      for (const contact of pages.contacts) this.#seen.set(contact.id, contact)
      if (first) this.dispatchEvent(new Event('sillage-sample'))
    },
  )
  readonly #search = createDebounce(() => this.#load(), 250)

  constructor() {
    super()
    this.choice = noChoice
    this.invalid = false
    this.pages = noContacts
    this.companies = []
  }

  /** Loads the directory; called when it comes into view. */
  load(): void {
    this.#load()
    const { client } = this
    if (client === undefined) return
    loadCompanies(client).then(
      (companies) => {
        this.companies = companies
      },
      () => {
        // without companies there is still the search by name
      },
    )
  }

  /** Somebody the preview can be shown as: the first who is chosen or pasted, else the first who is listed. */
  get sample(): Sample | undefined {
    const { choice, pages } = this
    if (choice.mode === 'paste') {
      const data = parseAddresses(choice.pasted).recipients[0]
      return data === undefined ? undefined : { name: data.name ?? data.email, data: { ...data } }
    }
    const id = choice.all ? undefined : choice.contactIds[0]
    const contact = id === undefined ? pages.contacts[0] : this.#seen.get(id)
    if (contact === undefined) return id === undefined ? undefined : { name: id, contactId: id }
    return { name: contact.name ?? contact.email, contactId: contact.id }
  }

  /** What the contacts seen so far are known by, beside name, email and company. */
  get fields(): string[] {
    return [...new Set([...this.#seen.values()].flatMap((contact) => Object.keys(contact.data)))]
  }

  /** Puts the focus where choosing begins. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-pressed=true]')?.focus()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#search.cancel()
    this.#pager.stop()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const before = changed.get('choice')
    if (before === undefined || sameFilter(before, this.choice)) return
    // Whoever changed the search: until its people are here, those of the old one cannot be chosen by their number.
    this.#pager.wait()
    this.#search.request()
  }

  #load(): void {
    this.#search.cancel()
    void this.#pager.first(this.choice)
  }

  #change(part: Partial<RecipientChoice>): void {
    this.choice = { ...this.choice, ...part }
    this.dispatchEvent(new Event('sillage-choice'))
  }

  #filter(part: Partial<RecipientChoice>): void {
    // Another search is another "all": what was chosen by the old one would be a surprise.
    this.#change({ ...part, all: false })
  }

  #toggle(ids: readonly string[], on: boolean): void {
    const chosen = new Set(this.choice.contactIds)
    for (const id of ids) on ? chosen.add(id) : chosen.delete(id)
    this.#change({ contactIds: [...chosen], all: false })
  }

  #tags(): string[] {
    const tags = new Set([...this.#seen.values()].flatMap((contact) => contact.tags))
    if (this.choice.tag !== '') tags.add(this.choice.tag)
    return [...tags].sort((a, b) => a.localeCompare(b))
  }

  #tab(mode: RecipientChoice['mode'], label: string) {
    return html`<button type="button" aria-pressed=${this.choice.mode === mode} @click=${() => this.#change({ mode })}>${label}</button>`
  }

  protected override render() {
    const { words, format, choice, pages, companies } = this
    return html`<div class="base" role="group" aria-label=${words.recipients.list}>
      <div class="tabs">
        ${this.#tab('directory', words.recipients.directory)} ${this.#tab('paste', words.recipients.paste)}
        ${choice.campaignId === '' ? nothing : this.#tab('earlier', words.recipients.earlier)}
      </div>
      ${
        choice.mode === 'directory'
          ? directoryView(
              { choice, pages, companies, tags: this.#tags(), words, format },
              {
                filter: (part) => this.#filter(part),
                toggle: (ids, on) => this.#toggle(ids, on),
                all: () => this.#change({ all: true, matching: pages.total }),
                clear: () => this.#change({ all: false, contactIds: [] }),
                more: () => void this.#pager.more(choice),
                retry: () => this.load(),
              },
            )
          : choice.mode === 'paste'
            ? pasteView(choice, words, format, this.invalid, (pasted) => this.#change({ pasted }))
            : earlierView(choice, words, (status) => this.#change({ status }))
      }
    </div>`
  }
}
