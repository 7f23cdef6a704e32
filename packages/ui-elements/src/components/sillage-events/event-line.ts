import type { EventBounce, EventItem } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ReadingWords } from '../../locales/reading-en.ts'

/**
 * Events that no person caused: the rule by which the core (`store/ledger.ts`, which no page can import) keeps them out
 * of the headline figures.
 */
export function isMachine(event: EventItem): boolean {
  return (
    event.verdict === 'prefetch' || event.verdict === 'scanner' || (event.type === 'click' && event.verdict === 'proxy')
  )
}

const hits = new Set(['open', 'click', 'read', 'view'])
/** What somebody reported: no rule has judged it. */
const reports = new Set(['bounce', 'complaint'])

/** Why a mail came back, in words and as the server said it, and what was done about it. */
const bounceLines = ({ error, effect }: EventBounce, words: ReadingWords): TemplateResult =>
  html`<div class="small">${words.failure[error.kind]}${effect === 'none' ? '' : ` – ${words.details[effect]}`}</div>
    ${error.message === '' ? nothing : html`<div class="tiny wrap">${error.message}</div>`}`

/** One event: what, when, by whom as text, and the raw facts small. All of it is escaped. */
export function eventLine(event: EventItem, words: ReadingWords, format: Format): TemplateResult {
  const text = words.details
  const facts = [
    event.implied === true ? text.implied : '',
    event.durationMs === undefined ? '' : text.shownFor(format.duration(event.durationMs)),
    event.ip ?? '',
    event.userAgent ?? '',
    event.reasons.length > 0 && !reports.has(event.type) ? text.reasons(event.reasons.join(', ')) : '',
    event.source !== undefined && reports.has(event.type) ? text.source(event.source) : '',
  ].filter((fact) => fact !== '')
  return html`<li class="${event.type} ${isMachine(event) ? 'machine' : ''}">
    <div class="what">
      <b>${words.event[event.type]}</b>
      <time class="small muted" datetime=${event.at}>${format.dateTime(event.at)}</time>
      ${hits.has(event.type) && event.implied !== true ? html`<span class="small">${words.verdict[event.verdict]}</span>` : nothing}
    </div>
    ${event.url === null ? nothing : html`<div class="small">${event.url}</div>`}
    ${event.bounce === undefined ? nothing : bounceLines(event.bounce, words)}
    ${facts.length === 0 ? nothing : html`<div class="tiny">${facts.join(' · ')}</div>`}
  </li>`
}
