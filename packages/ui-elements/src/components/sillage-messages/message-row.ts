import type { MessageItem, MessageStatus } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ReadingWords } from '../../locales/reading-en.ts'

const looks: Record<MessageStatus, string> = {
  queued: 'off',
  sending: 'off',
  sent: 'off',
  opened: '',
  clicked: 'ok',
  failed: 'bad',
  skipped: 'off',
  unknown: 'warn',
  bounced: 'bad',
  unsubscribed: 'warn',
  cancelled: 'off',
}

/** The status of one message, with the reason beside it where there is one. */
export function messageStatus(item: MessageItem, words: ReadingWords): TemplateResult {
  const why =
    item.error === null
      ? undefined
      : [item.error.enhancedCode, words.failure[item.error.kind]].filter(Boolean).join(' ')
  return html`<span class="pill ${looks[item.status]}">${words.message[item.status]}</span>${
    why === undefined ? nothing : html`<span class="tiny why cut" title=${why}>${why}</span>`
  }`
}

/** One line of the table; `index` counts from 0 over the whole list. */
export function messageRow(
  item: MessageItem | undefined,
  index: number,
  words: ReadingWords,
  format: Format,
  open: (item: MessageItem) => void,
): TemplateResult {
  if (item === undefined) {
    return html`<tr aria-rowindex=${index + 2} aria-hidden="true">
      <td><div class="ghost"></div></td>
      ${wide(html`<div class="ghost"></div>`)}
      <td><div class="ghost"></div></td>
      <td></td>
      <td></td>
      ${wide('')} ${wide('')}
    </tr>`
  }
  const moment = (iso: string | null) => (iso === null ? words.common.none : format.moment(iso))
  const reached = !['queued', 'sending', 'failed', 'skipped', 'cancelled'].includes(item.status)
  const count = (value: number) => (reached || value > 0 ? format.number(value) : words.common.none)
  const name = item.name ?? item.email
  return html`<tr aria-rowindex=${index + 2}>
    <td>
      <button type="button" class="who" aria-label=${words.table.details(`${name}${item.name === null ? '' : `, ${item.email}`}`)} @click=${() => open(item)}>
        <span class="cut" dir="auto">${name}</span>
        ${item.name === null ? nothing : html`<span class="small muted cut" dir="ltr">${item.email}</span>`}
      </button>
    </td>
    ${wide(html`<span dir="auto">${item.company ?? words.common.none}</span>`)}
    <td>${messageStatus(item, words)}</td>
    <td class="n">${count(item.opens)}</td>
    <td class="n">${count(item.clicks)}</td>
    ${wide(moment(item.sentAt))} ${wide(moment(item.lastOpenAt))}
  </tr>`
}

function wide(content: unknown): TemplateResult {
  return html`<td class="wide">${content}</td>`
}
