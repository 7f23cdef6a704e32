import type { Curve } from '../sillage-timeline/curve.ts'

/** Half a year by the hour; longer timelines are by day. */
const MOST = 4_400

/** The timeline with the empty hours or days, which the server leaves out: the curve must fall there. */
export function fillTimeline({ bucket, items }: Curve): Curve {
  const times = items.map(({ at }) => Date.parse(at))
  const known = new Map(times.map((at, index) => [at, items[index]]))
  const last = times.at(-1) ?? 0
  const filled: Curve['items'] = []
  for (let at = times[0] ?? 1; at <= last; at = nextOf(at, bucket)) {
    if (filled.length === MOST) return { bucket, items }
    filled.push(known.get(at) ?? { at: new Date(at).toISOString(), sent: 0, opens: 0, clicks: 0 })
  }
  return { bucket, items: filled }
}

/** Days are those of the reader's clocks, of which some have 23 or 25 hours. */
function nextOf(at: number, bucket: Curve['bucket']): number {
  if (bucket === 'hour') return at + 3_600_000
  const day = new Date(at)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime()
}
