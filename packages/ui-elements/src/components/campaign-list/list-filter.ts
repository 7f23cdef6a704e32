import { type CampaignStatus, campaignStatuses } from '@sillage/core/browser'
import { html, type TemplateResult } from 'lit'
import type { ManagingWords } from '../../locales/managing-en.ts'

/** Which campaigns are listed: of which status, and with which words in their name; empty: all. */
export interface ListFilter {
  status?: CampaignStatus | undefined
  q?: string | undefined
}

export function listFilter(
  { status, q }: ListFilter,
  words: ManagingWords,
  changed: (filter: ListFilter) => void,
): TemplateResult {
  const read = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value.trim() || undefined
  return html`<div class="filter">
    <input
      type="search"
      maxlength="200"
      placeholder=${words.list.search}
      aria-label=${words.list.search}
      .value=${q ?? ''}
      @input=${(event: Event) => changed({ status, q: read(event) })}
    />
    <select
      aria-label=${words.table.status}
      @change=${(event: Event) => changed({ status: read(event) as CampaignStatus | undefined, q })}
    >
      <option value="">${words.list.anyStatus}</option>
      ${campaignStatuses.map((one) => html`<option value=${one} .selected=${one === status}>${words.campaign[one]}</option>`)}
    </select>
  </div>`
}
