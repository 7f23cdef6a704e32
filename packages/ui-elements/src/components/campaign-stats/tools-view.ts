import type { CampaignStats } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ReadingWords } from '../../locales/reading-en.ts'

/** Whether machines are shown beside; `count` says how often they came. */
export function machinesToggle(
  count: number,
  shown: boolean,
  words: ReadingWords,
  format: Format,
  show: (machines: boolean) => void,
): TemplateResult {
  return html`<label class="check" title=${words.stats.machinesHint}>
    <input type="checkbox" .checked=${shown} @change=${(event: Event) => show((event.target as HTMLInputElement).checked)} />
    ${words.stats.machines(format.number(count))}
  </label>`
}

/** What was not sent, or may not have been, and can be sent again; `ask` is given the question that comes before. */
export function retryButtons(
  { failed, unknown, campaign }: CampaignStats,
  busy: boolean,
  words: ReadingWords,
  format: Format,
  ask: (kind: 'failed' | 'unknown', title: string, text: string) => Promise<void>,
) {
  if (campaign.status === 'cancelled') return nothing
  const text = words.stats
  const button = (count: number, label: string, act: () => Promise<void>) =>
    count === 0
      ? nothing
      : html`<button type="button" class="compact" aria-disabled=${busy} @click=${act}>${label}</button>`
  const [fails, doubts] = [format.number(failed), format.number(unknown)]
  return html`${button(failed, text.retryFailed(fails), () => ask('failed', text.retryFailedTitle(fails), text.retryFailedText))}
    ${button(unknown, text.retryUnknown(doubts), () => ask('unknown', text.retryUnknownTitle(doubts), text.retryUnknownText))}`
}
