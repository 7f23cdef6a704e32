import type { CampaignListItem, Company } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ChoosingWords } from '../../locales/choosing-en.ts'
import type { Reach } from '../sillage-recipients/reach.ts'
import { type Did, isWhole, type Rule } from '../sillage-recipients/recipient-choice.ts'

/** So many of the newest campaigns are offered together. */
const LAST = [1, 3, 5, 10] as const

export interface FindState {
  rule: Rule
  /** Whether all of the rule are chosen. */
  isAdded: boolean
  /** How many people it has. */
  reach: Reach
  companies: readonly Company[]
  tags: readonly string[]
  campaigns: readonly Pick<CampaignListItem, 'id' | 'name'>[]
  links: readonly { id: string; url: string }[]
  words: ChoosingWords
  format: Format
}

export interface FindActions {
  change(part: Partial<Rule>): void
  add(): void
  takeOut(): void
}

/** A search of the directory, and of what became of earlier campaigns; all that is found can be added at once. */
export function findView(state: FindState, { change, add, takeOut }: FindActions): TemplateResult {
  const { rule, companies, tags, words, format } = state
  const text = words.chooser
  return html`<div class="tools">
      <input
        type="search"
        class="wide"
        .value=${rule.q}
        placeholder=${text.search}
        aria-label=${text.search}
        @input=${(event: InputEvent) => change({ q: (event.target as HTMLInputElement).value.trim() })}
        @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && event.preventDefault()}
      />
      ${choice(text.company, rule.company, [['', text.allCompanies], ...companies.map(({ company, contacts }) => [company, `${company} (${format.number(contacts)})`] as const)], (company) => change({ company }))}
      ${tags.length === 0 ? nothing : choice(text.tag, rule.tag, [['', text.allTags], ...tags.map((tag) => [tag, tag] as const)], (tag) => change({ tag }))}
      ${pastChoices(state, change)}
    </div>
    ${isWhole(rule) ? addBar(state, add, takeOut) : nothing}`
}

function choice(
  label: string,
  value: string,
  options: readonly (readonly [value: string, label: string])[],
  act: (value: string) => void,
): TemplateResult {
  return html`<select aria-label=${label} @change=${(event: Event) => act((event.target as HTMLSelectElement).value)}>
    ${options.map(([one, text]) => html`<option value=${one} .selected=${one === value}>${text}</option>`)}
  </select>`
}

function pastChoices({ rule, campaigns, links, words }: FindState, change: FindActions['change']) {
  const text = words.chooser
  const dids = Object.entries(text.dids) as [Did, string][]
  const known = campaigns.some(({ id }) => id === rule.campaignId)
  const named =
    known || rule.campaignId === '' ? campaigns : [{ id: rule.campaignId, name: rule.campaignName }, ...campaigns]
  const which = rule.last > 0 ? `last ${rule.last}` : rule.campaignId
  const choose = (value: string) => {
    const last = Number(/^last (\d+)$/.exec(value)?.[1] ?? 0)
    const campaign = last > 0 ? undefined : named.find(({ id }) => id === value)
    change({ last, campaignId: campaign?.id ?? '', campaignName: campaign?.name ?? '', url: '' })
  }
  return html`${choice(text.did, rule.did, [['', text.anything], ...dids], (did) => change({ did: did as Did, url: '' }))}
    ${
      rule.did === ''
        ? nothing
        : choice(
            text.which,
            which,
            [
              ['', text.choose],
              ...LAST.map((n) => [`last ${n}`, text.last(n)] as const),
              ...named.map(({ id, name }) => [id, name === '' ? words.common.unnamed : name] as const),
            ],
            choose,
          )
    }
    ${rule.did === 'clicked' && links.length > 0 ? choice(text.link, rule.url, [['', text.anyLink], ...links.map(({ url }) => [url, url] as const)], (url) => change({ url })) : nothing}`
}

function addBar({ reach, isAdded, words, format }: FindState, add: () => void, takeOut: () => void): TemplateResult {
  const text = words.chooser
  const { count, counting } = reach
  const label = count === undefined || counting ? text.addAll : text.add(format.number(count.total), count.total)
  const status = isAdded
    ? text.isAdded
    : counting
      ? words.recipients.counting
      : count === undefined
        ? ''
        : text.found(format.number(count.total), count.total)
  return html`<div class="row small bar">
    <span class="grow num" role="status">${status}</span>
    ${
      isAdded
        ? html`<button type="button" class="compact" @click=${takeOut}>${text.takeOut}</button>`
        : !counting && count?.total === 0
          ? nothing
          : html`<button type="button" class="compact primary" @click=${add}>${label}</button>`
    }
  </div>`
}
