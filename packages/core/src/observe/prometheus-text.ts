import { type MetricFamily, type MetricPoint, metricFamilies } from './metric-families.ts'
import type { Metrics } from './metrics.ts'

/**
 * A snapshot in the text format of Prometheus (exposition format 0.0.4), for a scrape route of your own: answer it with
 * `Content-Type: text/plain; version=0.0.4; charset=utf-8`. Names begin with `sillage_`, times are seconds, counters
 * end in `_total`. Pure; about 5 kB. Make the route reachable by your Prometheus only: it shows how much you send.
 */
export function prometheusText(metrics: Metrics): string {
  return metricFamilies(metrics)
    .map((family) => {
      const name = nameOf(family)
      const lines = family.points.flatMap((point) => samples(name, point))
      return [`# HELP ${name} ${family.help}`, `# TYPE ${name} ${family.type}`, ...lines, ''].join('\n')
    })
    .join('')
}

function nameOf({ name, type, unit }: MetricFamily): string {
  const inSeconds = unit === 's' ? '_seconds' : ''
  return `sillage_${name}${inSeconds}${type === 'counter' ? '_total' : ''}`
}

function samples(name: string, { labels, value, sum, buckets }: MetricPoint): string[] {
  if (buckets === undefined) return [`${name}${written(labels)} ${value}`]
  return [
    ...buckets.map(({ upTo, count }) => `${name}_bucket${written({ ...labels, le: String(upTo) })} ${count}`),
    `${name}_bucket${written({ ...labels, le: '+Inf' })} ${value}`,
    `${name}_sum${written(labels)} ${sum}`,
    `${name}_count${written(labels)} ${value}`,
  ]
}

/** The labels are words of closed lists, but for the names of servers, which are the host's own. */
function written(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, '\\$&')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
