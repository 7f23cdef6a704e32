import type { CampaignListItem, Page } from '@sillage/core/browser'
import { html, nothing, type PropertyValues } from 'lit'
import { createLatest } from '../../client/latest.ts'
import { createDebounce } from '../../client/throttle.ts'
import { type ChoosingWords, choosingEn } from '../../locales/choosing-en.ts'
import { controls } from '../../styles/controls.styles.ts'
import { dialog } from '../../styles/dialog.styles.ts'
import { closeIcon } from '../../styles/icons.ts'
import { roomStyles } from '../../styles/room.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { showModal } from '../show-modal.ts'
import { SillageElement } from '../sillage-element.ts'
import { OfferedNames } from '../sillage-recipients/contact-names.ts'
import { choiceTexts } from '../sillage-recipients/part-text.ts'
import { createReach, type Reach, unknownReach } from '../sillage-recipients/reach.ts'
import {
  isWhole,
  noChoice,
  noRule,
  type RecipientChoice,
  type Rule,
  sameRule,
  segmentOf,
} from '../sillage-recipients/recipient-choice.ts'
import { SillageTable, type TableQuery } from '../sillage-table/sillage-table.ts'
import { chosenView } from './chosen-view.ts'
import { findView } from './find-view.ts'
import { reachedView, replacedView } from './foot-view.ts'
import { listView } from './list-view.ts'
import { createLists } from './lists.ts'
import { loadCampaigns } from './load-campaigns.ts'
import { moveBetween, personColumns } from './person-columns.ts'
import { isChosen, pageOfList, peopleOf, type ShownPerson, withTick } from './shown-people.ts'
import { chooserStyles } from './sillage-chooser.styles.ts'

type Tab = 'find' | 'list' | 'chosen'
const tabs = ['find', 'list', 'chosen'] as const

/**
 * The dialog in which the recipients of a campaign are put together: of the directory, of earlier campaigns, and of
 * lists of one's own. What is chosen is in `choice`, whatever is searched, and when it is closed and opened again.
 *
 * @event sillage-choice - The person changed the choice; read it from `choice`.
 */
export class SillageChooser extends SillageElement<ChoosingWords> {
  static override readonly english = choosingEn
  static override readonly tag = 'sillage-chooser'
  static override readonly dependencies = [SillageTable]
  static override styles = [tokens, controls, dialog, roomStyles, chooserStyles]
  static override properties = {
    choice: { attribute: false },
    reach: { attribute: false },
    tab: { state: true },
    rule: { state: true },
    ofRule: { state: true },
    campaigns: { state: true },
    links: { state: true },
    reading: { state: true },
    over: { state: true },
    known: { state: true },
  }

  declare choice: RecipientChoice
  /** Whom the whole choice reaches. */
  declare reach: Reach
  declare private tab: Tab
  /** What is searched for. */
  declare private rule: Rule
  /** How many people that finds. */
  declare private ofRule: Reach
  declare private campaigns: readonly CampaignListItem[]
  declare private links: readonly { id: string; url: string }[]
  declare private reading: boolean
  declare private over: boolean
  /** Tags of the people seen so far. */
  declare private known: readonly string[]

  /** What the table asks for: another object when the search has changed and the typing has stopped. */
  #asked: TableQuery | undefined
  #shown: Rule = noRule
  /** The recipients that the campaign has, which others replace. */
  #own: RecipientChoice['own']
  /** The first of those shown. */
  #first: string | undefined
  readonly #links = createLatest()
  readonly #search = createDebounce(() => this.#ask(), 250)
  readonly #counter = createReach(
    () => this.client,
    (reach) => {
      this.ofRule = reach
    },
  )
  readonly #lists = createLists({
    choice: () => this.choice,
    change: (part) => this.#change(part),
    reading: (reading) => {
      this.reading = reading
    },
    long: () => this.words.chooser.long,
  })
  readonly #names = new OfferedNames(this, () => this.client)
  readonly #read = async (query: TableQuery, signal: AbortSignal): Promise<Page<ShownPerson>> => {
    const { client } = this
    const read = peopleOf(this.#shown, this.links)
    if (client === undefined || read === undefined) return { items: [], next: null }
    const { limit, cursor } = query as { limit?: number; cursor?: string }
    const page = await read(client, { limit, cursor }, signal)
    if (cursor === undefined) this.#first = page.items[0]?.id
    const tags = new Set([...this.known, ...page.items.flatMap((person) => person.tags ?? [])])
    if (tags.size > this.known.length) this.known = [...tags].sort((a, b) => a.localeCompare(b))
    return page
  }
  readonly #readLists = async (query: TableQuery): Promise<Page<ShownPerson>> => {
    this.#first = '0'
    return pageOfList(this.#lists.all, query as { limit?: number; cursor?: string })
  }

  constructor() {
    super()
    this.choice = noChoice
    this.reach = this.ofRule = unknownReach
    this.tab = 'find'
    this.rule = noRule
    this.campaigns = []
    this.links = []
    this.known = []
    this.reading = this.over = false
  }

  /** Resolves when `choice` holds everything that was pasted. */
  settled(): Promise<void> {
    return this.#lists.settled()
  }

  async show(): Promise<void> {
    this.#own = this.choice.own ?? this.#own
    await this.updateComplete
    showModal(this.renderRoot.querySelector('dialog'))
    this.#ask()
    await this.#load()
  }

  /** Another draft is begun: what was searched and typed for the one before is forgotten. */
  begin(choice: RecipientChoice): void {
    this.rule = noRule
    this.tab = 'find'
    this.#own = choice.own
    this.#lists.begin(choice)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#search.cancel()
    this.#counter.stop()
    this.#links.cancel()
    this.#lists.stop()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (changed.has('choice')) this.#lists.show(this.choice)
  }

  async #load(): Promise<void> {
    if (this.client === undefined) return
    try {
      ;[this.campaigns] = await Promise.all([loadCampaigns(this.client), this.#names.load()])
    } catch (error) {
      this.tellFailure(error)
    }
  }

  #ask(): void {
    this.#search.cancel()
    this.#shown = this.rule
    this.#asked = { rule: this.rule }
    if (isWhole(this.rule)) this.#counter.ask({ where: segmentOf(this.rule) })
    this.requestUpdate()
  }

  #find(part: Partial<Rule>): void {
    const { campaignId, did } = this.rule
    this.rule = { ...this.rule, ...part }
    if (this.rule.did === 'clicked' && (this.rule.campaignId !== campaignId || this.rule.did !== did))
      void this.#loadLinks(this.rule.campaignId)
    // Until the people of the new search are there, those of the one before must not be added by their number.
    this.ofRule = unknownReach
    this.#search.request()
  }

  async #loadLinks(id: string): Promise<void> {
    const { client } = this
    this.links = []
    if (client === undefined || id === '') return
    const stats = await this.#links.run((signal) => client.getStats(id, signal)).catch(() => undefined)
    if (stats !== undefined) this.links = stats.links
  }

  /** Others than those it has take their place. */
  #change(part: Partial<RecipientChoice>): void {
    this.choice = { ...this.choice, own: undefined, ...part }
    this.dispatchEvent(new Event('sillage-choice'))
  }

  readonly #tick = (person: ShownPerson, on: boolean): void =>
    this.#change(withTick(this.choice, person, on, this.#shown))

  protected override render() {
    const { words, tab } = this
    const text = words.chooser
    const parts = choiceTexts({ ...this.choice, own: undefined }, words, this.format).length
    const name: Record<Tab, string> = {
      find: text.find,
      list: text.list,
      chosen: parts === 0 ? text.chosen : `${text.chosen} (${this.format.number(parts)})`,
    }
    return html`<dialog part="dialog" aria-labelledby="title">
      <div class="frame">
        <div class="head">
          <h2 class="grow" id="title">${text.title}</h2>
          <button type="button" class="quiet icon" aria-label=${words.common.close} @click=${this.#close}>${closeIcon}</button>
        </div>
        <div class="scroll" tabindex="-1">
          <div class="body">
            <div class="tabs" role="group" aria-label=${text.title}>
              ${tabs.map(
                (one) =>
                  html`<button type="button" aria-pressed=${one === tab} @click=${() => {
                    this.tab = one
                  }}>${name[one]}</button>`,
              )}
            </div>
            ${tab === 'find' ? this.#findTab() : tab === 'list' ? this.#listTab() : chosenView(this.choice, words, this.format, (part) => this.#change(part))}
          </div>
        </div>
        <div class="foot">
          <div class="grow small" role="status">
            ${reachedView(this.choice, this.reach, words, this.format)}
            ${replacedView(this.choice, this.#own, words, this.format, (choice) => this.#change(choice))}
          </div>
          <button type="button" class="primary" @click=${this.#close}>${text.done}</button>
        </div>
      </div>
    </dialog>`
  }

  readonly #close = (): void => this.renderRoot.querySelector('dialog')?.close()

  #findTab() {
    const { words, format, rule, choice, campaigns, links, known, ofRule: reach } = this
    const isAdded = isWhole(rule) && choice.rules.some((one) => sameRule(one, rule))
    const names = this.#names.shown
    const state = { rule, isAdded, reach, names, known, campaigns, links, words, format }
    return html`${findView(state, {
      change: (part) => this.#find(part),
      typed: (kind, text) => this.#names.typed(kind, text),
      add: () => this.#change({ rules: [...choice.rules, rule] }),
      takeOut: () => this.#change({ rules: choice.rules.filter((one) => !sameRule(one, rule)) }),
    })}
    ${isWhole(rule) ? this.#table(this.#read, this.#asked, this.#shown) : nothing}`
  }

  #listTab() {
    const { words, format, reading, over, choice } = this
    const lists = choice.lists
    return html`${listView(
      { typed: this.#lists.typed, lists, reading, over, words, format },
      {
        ...this.#lists,
        hover: (isOver) => {
          this.over = isOver
        },
      },
    )}
    ${lists.some(({ people }) => people.length > 0) ? this.#table(this.#readLists, this.#lists.query, undefined) : nothing}`
  }

  #table(ask: SillageTable<ShownPerson>['ask'], query: TableQuery | undefined, shown: Rule | undefined) {
    const { words, choice, rule } = this
    const text = words.chooser
    const chosen = (person: ShownPerson) => isChosen(choice, person, shown)
    const searched = JSON.stringify(rule) !== JSON.stringify(noRule)
    return html`<sillage-table
      @keydown=${moveBetween}
      .columns=${personColumns(words, chosen, ({ id }) => id === this.#first, this.#tick)}
      .ask=${ask}
      .query=${query}
      .label=${text.people}
      .empty=${searched ? text.nobody : text.noContacts}
      .failed=${text.failed}
    ></sillage-table>`
  }
}
