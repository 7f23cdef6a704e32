import type { MessageItem, MessageStatus } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ReadingWords } from '../../locales/reading-en.ts'
import type { ResultsWords } from '../../locales/results-en.ts'
import type { Column } from '../sillage-table/column.ts'
import { messageStatus } from './message-status.ts'

/**
 * The columns of the table, of a stream with the host's own reference in place of the company; `open` shows what
 * happened to one message.
 */
export function messageColumns(
  words: ResultsWords,
  format: Format,
  open: (item: MessageItem) => void,
  stream: boolean,
): readonly Column<MessageItem>[] {
  const text = words.table
  const moment = (iso: string | null) => (iso === null ? words.common.none : format.moment(iso))
  const count = (item: MessageItem, value: number) =>
    !waiting.has(item.status) || value > 0 ? format.number(value) : words.common.none
  return [
    { label: text.contact, sort: 'name', first: 'asc', width: '24%', cell: (item) => who(item, words, open) },
    {
      label: stream ? words.stream.ref : text.company,
      width: '17%',
      look: 'bare',
      cell: (item) =>
        html`<span class="cut" dir="auto">${(stream ? item.ref : item.company) ?? words.common.none}</span>`,
    },
    { label: text.status, width: '14%', look: 'corner', cell: (item) => messageStatus(item, words) },
    { label: text.opens, sort: 'opens', width: '9%', look: 'n', cell: (item) => count(item, item.opens) },
    { label: text.clicks, sort: 'clicks', width: '7%', look: 'n', cell: (item) => count(item, item.clicks) },
    { label: text.sentAt, sort: 'sentAt', cell: (item) => moment(item.sentAt) },
    { label: text.lastOpen, sort: 'lastOpenAt', cell: (item) => moment(item.lastOpenAt) },
  ]
}

/** Nothing can have been opened in these yet. */
const waiting: ReadonlySet<MessageStatus> = new Set(['queued', 'sending', 'failed', 'skipped', 'cancelled'])

function who(item: MessageItem, words: ReadingWords, open: (item: MessageItem) => void): TemplateResult {
  const name = item.name ?? item.email
  const full = `${name}${item.name === null ? '' : `, ${item.email}`}`
  return html`<button type="button" class="who" aria-label=${words.table.details(full)} @click=${() => open(item)}>
    <span class="cut" dir="auto">${name}</span>
    ${item.name === null ? nothing : html`<span class="small muted cut" dir="ltr">${item.email}</span>`}
  </button>`
}
