import type { Company, Contact } from '@sillage/core/browser'
import { html, nothing, type PropertyValues } from 'lit'
import { createLatest } from '../../client/latest.ts'
import { createDebounce } from '../../client/throttle.ts'
import { type WritingWords, writingEn } from '../../locales/writing-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageElement } from '../sillage-element.ts'
import {
  type ContactPages,
  createContactPager,
  loadCompanies,
  loadIds,
  MOST_CHOSEN,
  noContacts,
  sameFilter,
} from './contact-pages.ts'
import { directoryView } from './directory-view.ts'
import { earlierView } from './earlier-view.ts'
import { parseAddresses } from './parse-addresses.ts'
import { pasteView } from './paste-view.ts'
import { type ContactFilter, noChoice, type RecipientChoice } from './recipient-choice.ts'
import { recipientsStyles } from './sillage-recipients.styles.ts'

/** A recipient for the preview: a contact of the directory, or data in place of one. */
export interface Sample {
  name: string
  contactId?: string
  data?: Record<string, unknown>
}

/** One press: adds contacts to those chosen, or removes them; `load` returns the ids of a search. */
type Pick = (chosen: Set<string>, load: (filter: ContactFilter) => Promise<string[]>) => void | Promise<void>

/**
 * @summary Chooses who receives a campaign: from the directory, by pasted addresses, or from an earlier campaign. Part
 * of the composer.
 *
 * @event sillage-choice - The person changed the choice; read it from `choice`.
 * @event sillage-sample - Another contact is the first of the list; read it from `sample`.
 */
export class SillageRecipients extends SillageElement<WritingWords> {
  static override readonly english = writingEn
  static override readonly tag = 'sillage-recipients'
  static override styles = [tokens, controls, recipientsStyles]
  static override properties = {
    choice: { attribute: false },
    invalid: { type: Boolean },
    pages: { state: true },
    companies: { state: true },
    picks: { state: true },
  }

  /** What is chosen. */
  declare choice: RecipientChoice
  /** Marks the choice as one the server or the form refused. */
  declare invalid: boolean
  declare private pages: ContactPages
  declare private companies: readonly Company[]
  /** Changes that wait for the ids of a search; undefined: there are none. */
  declare private picks: Pick[] | undefined
  /** Resolves when `choice` holds everything that was pressed. */
  picked: Promise<void> = Promise.resolve()

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
  readonly #ids = createLatest()
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

  /** A recipient for the preview: the first who is chosen or pasted, else the first who is listed. */
  get sample(): Sample | undefined {
    const { choice, pages } = this
    if (choice.mode === 'paste') {
      const data = parseAddresses(choice.pasted).recipients[0]
      return data === undefined ? undefined : { name: data.name ?? data.email, data: { ...data } }
    }
    const id = choice.all !== undefined ? undefined : choice.contactIds[0]
    const contact = id === undefined ? pages.contacts[0] : this.#seen.get(id)
    if (contact === undefined) return id === undefined ? undefined : { name: id, contactId: id }
    return { name: contact.name ?? contact.email, contactId: contact.id }
  }

  /** The fields of the contacts seen so far, besides name, email and company. */
  get fields(): string[] {
    return [...new Set([...this.#seen.values()].flatMap((contact) => Object.keys(contact.data)))]
  }

  /** Puts the focus on the first control. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('[aria-pressed=true]')?.focus()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#search.cancel()
    this.#pager.stop()
    this.#ids.cancel()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const before = changed.get('choice')
    if (before === undefined || sameFilter(before, this.choice)) return
    // After a change of the search: until its people arrive, those of the old one cannot be chosen by their number.
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

  #toggle(ids: readonly string[], on: boolean): void {
    this.#pick((chosen) => {
      for (const id of ids) on ? chosen.add(id) : chosen.delete(id)
    })
  }

  #all(): void {
    const { q, company, tag, all, contactIds } = this.choice
    const filter = { q, company, tag }
    // Everyone is more than can have been chosen before.
    if ((all === undefined && contactIds.length === 0) || (q === '' && company === '' && tag === '')) {
      this.#clear()
      this.#change({ all: filter, matching: this.pages.total })
    } else {
      this.#pick(async (chosen, load) => {
        for (const id of await load(filter)) chosen.add(id)
      })
    }
  }

  #clear(): void {
    this.#ids.cancel()
    this.picks = undefined
    this.#change({ all: undefined, contactIds: [] })
  }

  /**
   * Changes who is chosen one by one, beginning with everybody who is chosen now: of a whole search, the ids are loaded
   * first. What is pressed meanwhile comes after it, so that no press is applied by half.
   */
  #pick(pick: Pick): void {
    if (this.picks !== undefined) this.picks.push(pick)
    else this.picked = this.#pickAll([pick])
  }

  async #pickAll(picks: Pick[]): Promise<void> {
    const { client, choice } = this
    if (client === undefined) return
    this.picks = picks
    try {
      const chosen = await this.#ids.run(async (signal) => {
        const load = (filter: ContactFilter) => loadIds(client, filter, signal)
        const ids = new Set(choice.all === undefined ? choice.contactIds : await load(choice.all))
        for (const pick of picks) await pick(ids, load)
        return ids
      })
      // If another draft was begun meanwhile, it is about other people.
      if (chosen === undefined || this.choice.all !== choice.all || this.choice.contactIds !== choice.contactIds) return
      this.#change({ contactIds: [...chosen], all: undefined })
    } catch (error) {
      if (error instanceof RangeError) this.#refuse()
      else this.tellFailure(error)
    } finally {
      if (this.picks === picks) this.picks = undefined
    }
  }

  #refuse(): void {
    const { words, format } = this
    const text = words.recipients.tooMany(format.number(MOST_CHOSEN))
    this.activeContext?.notices.publish({ kind: 'error', title: words.common.failedAction, text })
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
              { choice, pages, companies, picking: this.picks !== undefined, tags: this.#tags(), words, format },
              {
                filter: (part) => this.#change(part),
                toggle: (ids, on) => this.#toggle(ids, on),
                all: () => this.#all(),
                clear: () => this.#clear(),
                more: () => void this.#pager.more(choice),
                retry: () => this.load(),
              },
            )
          : choice.mode === 'paste'
            ? pasteView(choice, words, format, this.invalid, (pasted) => this.#change({ pasted }))
            : earlierView(choice, words, (part) => this.#change({ part }))
      }
    </div>`
  }
}
