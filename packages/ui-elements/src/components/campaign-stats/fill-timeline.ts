import type { Curve } from '../sillage-timeline/curve.ts'

const STEP_MS = { hour: 3_600_000, day: 86_400_000 } as const
/** Half a year by the hour; longer timelines are by day. */
const MOST = 4_400

/** The timeline with the empty hours or days, which the server leaves out: the curve must fall there. */
export function fillTimeline({ bucket, items }: Curve): Curve {
  const step = STEP_MS[bucket]
  const known = new Map(items.map((item) => [Date.parse(item.at), item]))
  const times = [...known.keys()]
  const [first = 0] = times
  const count = ((times.at(-1) ?? 0) - first) / step + 1
  if (items.length === 0 || count > MOST) return { bucket, items }
  const filled = Array.from({ length: Math.round(count) }, (_, index) => {
    const at = first + index * step
    return known.get(at) ?? { at: new Date(at).toISOString(), sent: 0, opens: 0, clicks: 0 }
  })
  return { bucket, items: filled }
}
