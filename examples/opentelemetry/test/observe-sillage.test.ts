import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { createSillage, memoryStore, prometheusText, smtpTransport, systemClock } from '@sillage/core'
import { sillageFetch } from '@sillage/core/http'
import { recordingTransport } from '@sillage/core/testing'
import { expect, onTestFinished, test } from 'vitest'
import { observeSillage } from '../src/observe-sillage.ts'

test('a campaign that was sent and opened is what OpenTelemetry collects', async () => {
  const transport = recordingTransport({ clock: systemClock })
  const baseUrl = 'https://app.example/mail'
  const sillage = createSillage({ store: memoryStore(), transport, baseUrl, from: 'Ada <ada@example.org>' })
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  await sillage.start()
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const provider = new MeterProvider({ readers: [reader] })
  onTestFinished(() => provider.shutdown())
  const stop = observeSillage(sillage, provider.getMeter('sillage'))

  const ended = new Promise<void>((resolve) => sillage.live.on('campaign_complete', () => resolve()))
  const list = [{ email: 'bob@example.org' }, { email: 'eve@example.org' }]
  await sillage.campaigns.create({ name: 'News', subject: 'Hi', html: '<p>Hi</p>', recipients: list })
  await ended
  const [pixel] =
    /https:\/\/app\.example\/mail\/track\/pixel\/\w+/.exec(String(transport.sends[0]?.raw).replaceAll('=\r\n', '')) ??
    []
  const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' }
  const open = () => sillageFetch(sillage, { prefix: '/mail' })(new Request(pixel ?? '', { headers }))
  await open()

  const collect = async () => {
    exporter.reset()
    await reader.forceFlush()
    return exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
  }
  let collected = await collect()
  const figure = (name: string, attributes = {}) => {
    const metric = collected.find(({ descriptor }) => descriptor.name === name)
    const point = metric?.dataPoints.find((one) => JSON.stringify(one.attributes) === JSON.stringify(attributes))
    return { value: point?.value, unit: metric?.descriptor.unit }
  }
  expect(figure('sillage.messages.sent')).toEqual({ value: 2, unit: '{message}' })
  expect(figure('sillage.messages.failed', { kind: 'mailbox' })).toEqual({ value: 0, unit: '{message}' })
  expect(figure('sillage.hits', { verdict: 'unknown' }).value).toBe(1)
  expect(figure('sillage.hit.commit.count').value).toBe(1)
  expect(figure('sillage.hit.commit.time')).toMatchObject({ unit: 's', value: expect.closeTo(0, 0) })
  expect(figure('sillage.live.frames').value).toBeGreaterThan(0)
  expect(collected.every(({ dataPoints }) => dataPoints.length > 0)).toBe(true)

  stop()
  await open()
  expect(sillage.metrics().hits.verdicts.unknown).toBe(2)
  collected = await collect()
  expect(figure('sillage.hits', { verdict: 'unknown' }).value).toBe(1)
})

const root = join(import.meta.dirname, '../../..')
const guide = () => readFile(join(root, 'docs/metrics.md'), 'utf8')

test('the guide shows this file as it is', async () => {
  const source = await readFile(join(root, 'examples/opentelemetry/src/observe-sillage.ts'), 'utf8')
  expect(await guide()).toContain(source)
})

test('the guide names every metric, its labels and no other', async () => {
  const sillage = createSillage({
    store: memoryStore(),
    transport: smtpTransport({ servers: ['smtp://localhost'] }),
    baseUrl: 'https://app.example/mail',
  })
  onTestFinished(() => sillage.close())
  const text = prometheusText(sillage.metrics())
  const served = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name)
  const rows = (await guide())
    .split('\n')
    .filter((line) => line.startsWith('| `sillage_') && line.split('|').length === 5)
  const named = new Map(rows.map((row) => [/`(\w+)`/.exec(row)?.[1], row]))
  expect([...named.keys()]).toEqual(served)
  for (const [, name = '', value] of text.matchAll(/^(\w+)\{(?:kind|verdict)="(\w+)"\}/gm))
    expect(named.get(name), name).toContain(`\`${value}\``)
})
