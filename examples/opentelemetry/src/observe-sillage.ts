import type { Meter } from '@opentelemetry/api'
import { type MetricFamily, metricFamilies, type Sillage } from '@sillage/core'

/**
 * Gives OpenTelemetry the figures of this process whenever it collects. Names are those of docs/metrics.md with dots:
 * `sillage.messages.sent`. Observable instruments have no histogram, so its count and its time are two counters here.
 * Returns the function that ends it.
 */
export function observeSillage(sillage: Sillage, meter: Meter): () => void {
  const families = metricFamilies(sillage.metrics())
  const instruments = new Map(families.flatMap((family) => instrumentsFor(family, meter)))
  const observables = [...instruments.values()]
  const callback: Parameters<Meter['addBatchObservableCallback']>[0] = (result) => {
    for (const { name, type, points } of metricFamilies(sillage.metrics()))
      for (const { labels, value, sum } of points) {
        const observe = (instrument: string, figure: number) => {
          const observable = instruments.get(instrument)
          if (observable !== undefined) result.observe(observable, figure, labels)
        }
        observe(type === 'histogram' ? `${name}.count` : name, value)
        if (sum !== undefined) observe(`${name}.time`, sum)
      }
  }
  meter.addBatchObservableCallback(callback, observables)
  return () => meter.removeBatchObservableCallback(callback, observables)
}

function instrumentsFor({ name, type, unit, help: description }: MetricFamily, meter: Meter) {
  const dotted = `sillage.${name.replaceAll('_', '.')}`
  if (type === 'gauge') return [[name, meter.createObservableGauge(dotted, { unit, description })]] as const
  if (type === 'counter') return [[name, meter.createObservableCounter(dotted, { unit, description })]] as const
  return [
    [`${name}.count`, meter.createObservableCounter(`${dotted}.count`, { unit: '{commit}', description })],
    [`${name}.time`, meter.createObservableCounter(`${dotted}.time`, { unit, description })],
  ] as const
}
