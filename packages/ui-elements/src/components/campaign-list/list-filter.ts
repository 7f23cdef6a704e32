import { type CampaignSort, type CampaignStatus, campaignStatuses, type SortOrder } from '@sillage/core/browser'
import { html, type TemplateResult } from 'lit'
import type { ManagingWords } from '../../locales/managing-en.ts'

/** Which campaigns are listed: of a status, with words in their name, in an order; empty: all, newest first. */
export interface ListFilter {
  status?: CampaignStatus | undefined
  q?: string | undefined
  sort?: CampaignSort | undefined
  order?: SortOrder | undefined
}

type Ordering = Pick<ListFilter, 'sort' | 'order'>
/** The orders to choose from; the first is the usual one. */
const orders: Readonly<Record<keyof ManagingWords['list']['orders'], Ordering>> = {
  newest: {},
  oldest: { sort: 'createdAt', order: 'asc' },
  name: { sort: 'name', order: 'asc' },
  nameDown: { sort: 'name', order: 'desc' },
}
type Order = keyof typeof orders
const orderNames = Object.keys(orders) as Order[]

export function listFilter(
  filter: ListFilter,
  words: ManagingWords,
  changed: (filter: ListFilter) => void,
): TemplateResult {
  const { status, q } = filter
  const read = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value.trim() || undefined
  return html`<div class="filter">
    <input
      type="search"
      maxlength="200"
      placeholder=${words.list.search}
      aria-label=${words.list.search}
      .value=${q ?? ''}
      @input=${(event: Event) => changed({ ...filter, q: read(event) })}
    />
    <select
      aria-label=${words.table.status}
      @change=${(event: Event) => changed({ ...filter, status: read(event) as CampaignStatus | undefined })}
    >
      <option value="">${words.list.anyStatus}</option>
      ${campaignStatuses.map((one) => html`<option value=${one} .selected=${one === status}>${words.campaign[one]}</option>`)}
    </select>
    <select
      aria-label=${words.list.sortBy}
      @change=${(event: Event) => changed({ status, q, ...orders[read(event) as Order] })}
    >
      ${orderNames.map((one) => html`<option value=${one} .selected=${orders[one].sort === filter.sort && orders[one].order === filter.order}>${words.list.orders[one]}</option>`)}
    </select>
  </div>`
}
