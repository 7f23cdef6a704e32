import type { CampaignListItem } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ChoosingWords } from '../../locales/choosing-en.ts'
import type { ContactNames, NameKind } from '../sillage-recipients/contact-names.ts'
import { nameField } from '../sillage-recipients/name-field.ts'
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
  names: Readonly<Record<NameKind, ContactNames>>
  /** Tags of the people seen so far: a directory of the host's may have no list of them. */
  known: readonly string[]
  campaigns: readonly Pick<CampaignListItem, 'id' | 'name'>[]
  links: readonly { id: string; url: string }[]
  words: ChoosingWords
  format: Format
}

export interface FindActions {
  change(part: Partial<Rule>): void
  /** Something was typed where companies or tags are offered. */
  typed(kind: NameKind, text: string): void
  add(): void
  takeOut(): void
}

/** A search of the directory, and of what became of earlier campaigns; all that is found can be added at once. */
export function findView(state: FindState, { change, typed, add, takeOut }: FindActions): TemplateResult {
  const { rule, words } = state
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
      ${nameChoice('company', state, change, typed)} ${nameChoice('tag', state, change, typed)}
      ${pastChoices(state, change)}
    </div>
    ${isWhole(rule) ? addBar(state, add, takeOut) : nothing}`
}

/** All of a few as a list, more of them as a field that offers what begins with what is typed. */
function nameChoice(
  kind: NameKind,
  { rule, names: offered, known, words, format }: FindState,
  change: FindActions['change'],
  typed: FindActions['typed'],
): TemplateResult | typeof nothing {
  const text = words.chooser
  const names = offered[kind]
  const all = kind === 'company' ? text.allCompanies : text.allTags
  const value = rule[kind]
  const choose = (name: string) => name !== value && change({ [kind]: name })
  if (!names.areAll)
    return nameField(kind, text[kind], { value, names, format }, { typed: (now) => typed(kind, now), choose })
  const options = new Map(names.items.map(({ name, contacts }) => [name, `${name} (${format.number(contacts)})`]))
  for (const name of [...(kind === 'tag' ? known : []), value])
    if (name !== '' && !options.has(name)) options.set(name, name)
  return kind === 'tag' && options.size === 0 ? nothing : choice(text[kind], value, [['', all], ...options], choose)
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
