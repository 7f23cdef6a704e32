import type { StreamHits, StreamStats } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ReadingWords } from '../../locales/reading-en.ts'
import { wake } from '../../wake/wake.ts'
import type { Curve } from '../sillage-timeline/curve.ts'
import type { Counted } from './count-figures.ts'
import { spark } from './spark.ts'
import type { UsualRates } from './usual-rates.ts'

/** What a campaign and a stream both have; null where a stream has it for all times only. */
type FigureCounts = Omit<StreamStats, 'stream'>

export interface Figures {
  stats: FigureCounts
  /** How many recipients there are; undefined: a stream has no end. */
  total: number | undefined
  /** Whether read time is measured; null: it is not known of what is shown. */
  measures: boolean | null
  timeline: Curve | undefined
  /** Whether hits by machines are shown beside the headline figures. */
  machines: boolean
  /** Medians of earlier campaigns; undefined where there are none to compare with. */
  usual: UsualRates | undefined
  words: ReadingWords
  format: Format
}

/** The four cards: sent, opens, clicks, open rate. */
export function cards({ stats, total, timeline, machines, usual, words, format }: Figures): TemplateResult {
  const text = words.stats
  const { opens, clicks, sent } = stats
  const bar = { total: sent, sent, failed: 0, opened: opens.unique, clicked: clicks.unique }
  const hits = (counts: StreamHits, rate: number) => {
    if (counts.tracked === 0 && sent > 0)
      return html`<span class="value none">${words.common.none}</span><div class="tiny">${text.notTracked}</div>`
    if (counts.total === 0 && !machines)
      return html`<span class="value">${format.number(0)}</span><div class="tiny">${text.noneYet}</div>`
    return html`<span class="value">${counted(counts.unique, format.number)}<span class="part">${format.percent(rate)}</span></span>
      <div class="tiny">${text.times(format.number(counts.total), counts.total)}${machines ? html` · ${text.machineOpens(format.number(counts.machine ?? 0))}` : nothing}</div>`
  }
  return html`<div class="cards num">
    <div class="panel card" part="card">
      <h3 class="small muted">${text.sent}</h3>
      <span class="value">${counted(sent, format.number)}${total === undefined ? nothing : html`<span class="part">${text.of(format.number(total))}</span>`}</span>
      <div class="tiny rate">${stats.delivered === null ? nothing : text.delivered(format.number(stats.delivered))}</div>
    </div>
    <div class="panel card" part="card">
      <h3 class="small muted">${text.opens}</h3>
      ${hits(opens, stats.openRate)} ${spark(timeline, 'opens')}
    </div>
    <div class="panel card" part="card">
      <h3 class="small muted">${text.clicks}</h3>
      ${hits(clicks, stats.clickRate)} ${spark(timeline, 'clicks')}
    </div>
    <div class="panel card" part="card">
      <h3 class="small muted">${text.openRate}</h3>
      <span class="value">${counted(stats.openRate, format.percent)}</span>
      ${usually(usual, usual?.openRate, words, format)}
      <div class="rate">${wake(bar, words, format)}</div>
    </div>
  </div>`
}

/** A figure that is counted up or down when it changes, once the code for that is loaded (`countFigures`). */
const counted = (value: number, say: Counted['say']) =>
  html`<span class="count" .figure=${{ value, say } satisfies Counted}>${say(value)}</span>`

/** What is usual beside a rate: a figure alone says little. */
function usually(usual: UsualRates | undefined, rate = 0, words: ReadingWords, format: Format) {
  if (usual === undefined || rate === 0) return nothing
  return html`<div class="tiny" title=${words.stats.usualHint(format.number(usual.campaigns))}>${words.stats.usual(format.percent(rate))}</div>`
}

/** The two indicators: click rate, and mean read time with how many it was measured on, or why it was not. */
export function indicators({ stats, measures, usual, words, format }: Figures): TemplateResult {
  const text = words.stats
  const { readTime, opens } = stats
  return html`<div class="two num">
    <div class="panel indicator" part="indicator">
      <div>
        <h3 class="small muted">${text.clickRate}</h3>
        ${opens.unique === 0 ? nothing : html`<div class="tiny">${text.ofOpeners(format.percent(stats.clickToOpenRate))}</div>`}
        ${usually(usual, usual?.clickRate, words, format)}
      </div>
      <span class="value">${counted(stats.clickRate, format.percent)}</span>
    </div>
    ${
      measures === null
        ? nothing
        : html`<div class="panel indicator" part="indicator">
      <div>
        <h3 class="small muted">${text.readTime}</h3>
        <div class="tiny">
          ${
            readTime === null
              ? measures
                ? text.notYet
                : text.notMeasured
              : text.measured(
                  format.number(readTime.measured),
                  format.number(opens.unique),
                  format.duration(readTime.medianMs),
                )
          }
        </div>
      </div>
      <bdi class="value">${readTime === null ? words.common.none : format.duration(readTime.meanMs)}</bdi>
    </div>`
    }
  </div>`
}

/** What else became of the messages: what people and servers said back always, other outcomes where there are any. */
export function otherOutcomes({ stats, words, format }: Figures): TemplateResult {
  const text = words.stats
  const always = [
    { label: text.bounces, count: stats.bounces.hard + stats.bounces.soft },
    { label: text.unsubscribes, count: stats.unsubscribes },
    { label: text.complaints, count: stats.complaints },
  ]
  const sometimes = [
    { label: text.failures, count: stats.failed },
    { label: text.unknown, count: stats.unknown },
    { label: text.skipped, count: stats.skipped, hint: text.skippedHint },
    { label: text.early, count: (stats.opens.early ?? 0) + (stats.clicks.early ?? 0), hint: text.earlyHint },
  ].filter(({ count }) => count > 0)
  return html`<dl class="others num">
    ${[...sometimes, ...always].map(
      ({ label, count, hint }: { label: string; count: number; hint?: string }) =>
        html`<div title=${hint ?? nothing}><dt class="small muted">${label}</dt><dd>${format.number(count)}</dd></div>`,
    )}
  </dl>`
}
