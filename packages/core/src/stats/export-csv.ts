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
  /** What is kept while a slow reader takes its time: the text alone, without the merge data of its rows. */
  const textOf = (limit: number, cursor: string | undefined) =>
    inTurn(messages, async () => {
      const { items, next } = await messages.list({ campaignId, sort, order, ...filters, limit, cursor })
      const rows = items.map((record) => toRow(toMessageItem(record, campaign)))
      return { text: stringify(rows, { delimiter }), next, limit: rowsAtOnce(items) }
    })
  let part: Awaited<ReturnType<typeof textOf>> | undefined
  do {
    part = await textOf(part?.limit ?? rowsAtOnce([]), part?.next)
    if (part.text !== '') yield part.text
  } while (part.next !== undefined)
}

function toRow(item: MessageItem): (string | number)[] {
  return columns.map((column) => {
    const value = column === 'error' ? item.error?.message : item[column]
    return typeof value === 'number' ? value : neutralCell(value ?? '')
  })
}
