import type { Timeline } from '@sillage/core/browser'
import { type SVGTemplateResult, svg } from 'lit'

const WIDTH = 200
const HEIGHT = 44

type Series = 'sent' | 'opens' | 'clicks'

/** The area path of one series; sent mails add up, hits are shown as they came. Empty when nothing happened. */
function sparkPath(timeline: Timeline | undefined, series: Series): string {
  const items = timeline?.items ?? []
  let sum = 0
  const values = items.map((item) => {
    sum += item[series]
    return series === 'sent' ? sum : item[series]
  })
  // What adds up begins at nothing; so does a lone value, which would else be a block.
  if (series === 'sent' || values.length === 1) values.unshift(0)
  const most = Math.max(...values, 0)
  if (most === 0) return ''
  const last = Math.max(values.length - 1, 1)
  const point = (value: number, at: number) =>
    `${((at / last) * WIDTH).toFixed(1)} ${(HEIGHT - 2 - (value / most) * (HEIGHT - 6)).toFixed(1)}`
  return `M0 ${HEIGHT}L${values.map(point).join('L')}L${WIDTH} ${HEIGHT}Z`
}

/** A little picture of a series over time; the chart below says the same with numbers, so it is hidden from screen readers. */
export function spark(timeline: Timeline | undefined, series: Series): SVGTemplateResult {
  return svg`<svg class="spark ${series}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
    <path d=${sparkPath(timeline, series)} fill="currentColor"/>
  </svg>`
}
