import { ratio } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../format/format.ts'
import type { ReadingWords } from '../locales/reading-en.ts'

/** What a wake shows. */
export interface WakeCounts {
  total: number
  sent: number
  failed: number
  opened: number
  clicked: number
  live?: boolean
}

/** Draws the bar; screen readers get one image with all its counts. */
export function wake(counts: WakeCounts, words: ReadingWords, format: Format): TemplateResult {
  const { total, sent, failed, opened, clicked } = counts
  const label = words.common.wake(
    format.number(total),
    format.number(sent),
    format.number(opened),
    format.number(clicked),
    format.number(failed),
  )
  return html`<div class="wake ${counts.live === true ? 'live' : ''}" part="wake" role="img" aria-label=${label}>
    ${stripe('sent', sent, total)}${stripe('opened', opened, total)}${stripe('clicked', clicked, total)}${stripe('failed', failed, total)}
  </div>`
}

function stripe(kind: string, count: number, total: number) {
  if (count <= 0) return nothing
  const share = `${(Math.min(ratio(count, total), 1) * 100).toFixed(2)}%`
  // As a property: a page whose policy forbids style attributes still draws it. One failure among thousands still
  // shows.
  return html`<i class=${kind} .style=${`inline-size: ${kind === 'failed' ? `max(4px, ${share})` : share}`}></i>`
}
