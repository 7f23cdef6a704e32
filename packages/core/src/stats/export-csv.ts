import { stringify } from 'csv-stringify/sync'
import { parseId } from '../domain/ids.ts'
import { type ExportTableQuery, type MessageItem, type MessageSort, usualOrder } from '../domain/message.ts'
import { neutralCell } from '../kit/neutral-cell.ts'
import type { MessageStore } from '../store/port/message-store.ts'
import type { CampaignSummary } from '../store/port/records.ts'
import { inTurn, rowsAtOnce } from '../store/read-fat-rows.ts'
import { toMessageItem } from '../store/to-items.ts'

const columns = [
  'email',
  'name',
  'company',
  'ref',
  'status',
  'opens',
  'clicks',
  'readMs',
  'sentAt',
  'lastOpenAt',
  'lastClickAt',
  'attempts',
  'error',
] as const

/** Of a stream the newest are what one looks for. */
export const usualSort = ({ kind }: Pick<CampaignSummary, 'kind'>): MessageSort =>
  kind === 'stream' ? 'sentAt' : 'name'

/** The per-contact table as CSV (UTF-8 with BOM, which spreadsheets need), a page at a time, in constant memory. */
export async function* exportCsv(
  messages: MessageStore,
  campaign: Pick<CampaignSummary, 'id' | 'kind' | 'key'>,
  query: ExportTableQuery,
): AsyncGenerator<string> {
  const campaignId = campaign.id
  const { sort = usualSort(campaign), order = usualOrder(sort), separator: delimiter = ',', ...rest } = query
  const filters = { ...rest, link: rest.link === undefined ? undefined : parseId(rest.link) }
  yield `\ufeff${stringify([[...columns]], { delimiter })}`
  let cursor: string | undefined
  let limit = rowsAtOnce([])
  do {
    // The text alone is kept while a slow reader takes its time, without the merge data of its rows.
    const text = await inTurn(messages, async () => {
      const page = await messages.list({ campaignId, sort, order, ...filters, limit, cursor })
      cursor = page.next
      limit = rowsAtOnce(page.items)
      const rows = page.items.map((record) => toRow(toMessageItem(record, campaign)))
      return stringify(rows, { delimiter })
    })
    if (text !== '') yield text
  } while (cursor !== undefined)
}

function toRow(item: MessageItem): (string | number)[] {
  return columns.map((column) => {
    const value = column === 'error' ? item.error?.message : item[column]
    return typeof value === 'number' ? value : neutralCell(value ?? '')
  })
}
