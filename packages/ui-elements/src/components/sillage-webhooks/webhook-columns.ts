import type { Webhook, WebhookDelivery } from '@sillage/core/browser'
import { html, nothing } from 'lit'
import type { Format } from '../../format/format.ts'
import type { WebhooksWords } from '../../locales/webhooks-en.ts'
import type { Column } from '../sillage-table/column.ts'
import { statePill } from './state-view.ts'

/** The webhooks; the address opens one. */
export function webhookColumns(
  words: WebhooksWords,
  format: Format,
  open: (webhook: Webhook) => void,
): readonly Column<Webhook>[] {
  const text = words.webhooks
  return [
    {
      label: text.url,
      width: '46%',
      cell: (webhook) =>
        html`<button type="button" class="who" @click=${() => open(webhook)}>
          <span class="cut" dir="ltr">${webhook.url}</span>
          ${webhook.description === null ? nothing : html`<span class="small muted cut" dir="auto">${webhook.description}</span>`}
        </button>`,
    },
    {
      label: text.events,
      width: '22%',
      cell: ({ events }) => {
        const [only] = events
        if (only === '*' || only === undefined) return text.all
        return events.length === 1 ? (text.facts[only] ?? only) : text.eventCount(format.number(events.length))
      },
    },
    { label: text.state, width: '16%', look: 'corner', cell: (webhook) => statePill(webhook, words) },
    { label: text.since, cell: ({ createdAt }) => format.dateTime(createdAt) },
  ]
}

const looks: Record<WebhookDelivery['status'], string> = { delivered: 'ok', waiting: 'warn', failed: 'bad' }

/** What was sent to one of them, and what it answered. */
export function deliveryColumns(
  words: WebhooksWords,
  format: Format,
  again: (delivery: WebhookDelivery) => void,
): readonly Column<WebhookDelivery>[] {
  const text = words.webhooks
  const nameOf = ({ type }: WebhookDelivery) => text.facts[type] ?? type
  return [
    { label: text.event, width: '28%', cell: (delivery) => html`<span class="cut">${nameOf(delivery)}</span>` },
    {
      label: text.state,
      width: '14%',
      look: 'corner',
      cell: ({ status }) => html`<span class="pill ${looks[status]}">${text.status[status]}</span>`,
    },
    {
      label: text.answer,
      width: '26%',
      cell: ({ answer, error, durationMs, attempts }) => {
        const more = [
          text.took(format.number(durationMs)),
          ...(attempts > 1 ? [text.tries(format.number(attempts))] : []),
        ]
        return html`<div class="cut" dir="auto">${answer ?? error ?? words.common.none}</div>
          <div class="small muted cut">${format.list(more)}</div>`
      },
    },
    {
      label: text.at,
      width: '18%',
      cell: ({ at, nextTryAt }) =>
        html`${format.moment(at)}
        ${nextTryAt === null ? nothing : html`<div class="small muted cut">${text.next(format.moment(nextTryAt))}</div>`}`,
    },
    {
      label: text.again,
      look: 'act',
      cell: (delivery) =>
        html`<button type="button" class="quiet compact" aria-label=${text.againOf(nameOf(delivery))} @click=${() => again(delivery)}>
          ${text.again}
        </button>`,
    },
  ]
}
