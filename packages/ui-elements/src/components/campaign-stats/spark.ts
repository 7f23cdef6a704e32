import { type SVGTemplateResult, svg } from 'lit'
import type { Curve } from '../sillage-timeline/curve.ts'

const WIDTH = 200
const HEIGHT = 44

/** The area path of one series. Empty when nothing happened, or when there are too few points for a curve. */
function sparkPath(timeline: Curve | undefined, series: 'opens' | 'clicks'): string {
  const values = timeline?.items.map((item) => item[series]) ?? []
  const most = values.reduce((a, b) => Math.max(a, b), 0)
  if (most === 0 || values.length < 3) return ''
  const point = (value: number, at: number) =>
    `${((at / (values.length - 1)) * WIDTH).toFixed(1)} ${(HEIGHT - 2 - (value / most) * (HEIGHT - 6)).toFixed(1)}`
  return `M0 ${HEIGHT}L${values.map(point).join('L')}L${WIDTH} ${HEIGHT}Z`
}

/**
 * A small picture of a series over time; the chart below has the same as numbers, so it is hidden from screen readers.
 */
export function spark(timeline: Curve | undefined, series: 'opens' | 'clicks'): SVGTemplateResult {
  return svg`<svg class="spark ${series}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
    <path d=${sparkPath(timeline, series)} fill="currentColor"/>
  </svg>`
}
