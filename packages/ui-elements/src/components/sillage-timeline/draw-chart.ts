import type { Format } from '../../format/format.ts'
import type { Curve } from './curve.ts'

interface ChartInks {
  opens: string
  clicks: string
  axis: string
  grid: string
  font: string
}

export interface Chart {
  update(timeline: Curve, width: number): void
  destroy(): void
}

export interface ChartSettings {
  inks: ChartInks
  format: Format
  opens: string
  clicks: string
  /** Called with the index under the pointer, or undefined when it left. */
  point(index: number | undefined): void
}

const HEIGHT = 220
/** Seconds between two marks where a point is a day: never the same day twice. */
const DAY_STEPS = [1, 2, 7, 14, 28, 91, 365].map((days) => days * 86_400)

const BUCKET_SECONDS = { hour: 3600, day: 86_400 } as const
/** A lone point is in the middle of so many buckets to each side; by default the axis would span years. */
const BUCKETS_ASIDE = 3

/** Draws opens and clicks over time. The chart library is loaded here, when the first chart is shown. */
export async function drawChart(target: HTMLElement, timeline: Curve, settings: ChartSettings): Promise<Chart> {
  const { default: UPlot } = await import('uplot')
  const { inks, format } = settings
  const aside = BUCKETS_ASIDE * BUCKET_SECONDS[timeline.bucket]
  const axis = { stroke: inks.axis, font: inks.font, ticks: { show: false }, grid: { stroke: inks.grid, width: 1 } }
  // One or two points make no line: bars replace them, clicks inside opens.
  const few = isFew(timeline)
  const line = (label: string, stroke: string, shade: number, width: number) => {
    const bars = few ? UPlot.paths.bars?.({ size: [0.6, width], radius: 0.08 }) : undefined
    const fill = faded(stroke, few ? 1 : shade)
    return {
      label,
      stroke,
      fill,
      width: few ? 0 : 2,
      points: { show: false },
      ...(bars === undefined ? {} : { paths: bars }),
    }
  }
  const chart = new UPlot(
    {
      width: Math.max(target.clientWidth, 1),
      height: HEIGHT,
      padding: [12, 36, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 8 } },
      scales: {
        x: {
          time: true,
          range: ({ data: [times] }, min, max) =>
            times.length < 3 ? [(times[0] ?? min) - aside, (times.at(-1) ?? max) + aside] : [min, max],
        },
        y: { range: (_, __, max) => [0, Math.max(max * 1.08, 4)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          space: 96,
          size: 34,
          ...(timeline.bucket === 'day' ? { incrs: DAY_STEPS } : {}),
          values: (_, times) => times.map((at) => timeLabel(at, timeline, format)),
        },
        {
          ...axis,
          size: 44,
          values: (_, values) => values.map((value) => (Number.isInteger(value) ? format.number(value) : '')),
        },
      ],
      series: [{}, line(settings.opens, inks.opens, 0.22, 72), line(settings.clicks, inks.clicks, 0.18, 36)],
      hooks: { setCursor: [(self) => settings.point(self.cursor.idx ?? undefined)] },
    },
    columns(timeline),
    target,
  )
  return {
    update(next, width) {
      if (width !== chart.width && width > 0) chart.setSize({ width, height: HEIGHT })
      chart.setData(columns(next))
    },
    destroy: () => chart.destroy(),
  }
}

/** Too few points for a line; a chart that gets more is drawn anew. */
export function isFew({ items }: Curve): boolean {
  return items.length < 3
}

function columns({ items }: Curve): [number[], number[], number[]] {
  return [
    items.map((item) => Date.parse(item.at) / 1000),
    items.map((item) => item.opens),
    items.map((item) => item.clicks),
  ]
}

function timeLabel(at: number, timeline: Curve, format: Format): string {
  const iso = new Date(at * 1000).toISOString()
  return timeline.bucket === 'day' ? format.day(iso) : format.hour(iso)
}

function faded(colour: string, alpha: number): string {
  return `color-mix(in srgb, ${colour} ${alpha * 100}%, transparent)`
}
