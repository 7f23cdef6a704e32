import parse from 'parse-prometheus-text-format'
import { expect, it } from 'vitest'
import { emptyCommitTimes, noteCommit } from '../kit/commit-times.ts'
import { emptyMetrics } from '../sending/metrics.ts'
import type { Metrics } from './metrics.ts'
import { prometheusText } from './prometheus-text.ts'

const times = emptyCommitTimes()
for (const ms of [0.5, 3, 30_000]) noteCommit(times, ms)
const metrics: Metrics = {
  sender: {
    ...emptyMetrics(),
    ...times,
    sent: 1_234,
    failed: { mailbox: 2 },
    unknown: 1,
    throttledMs: 1_500,
    outage: true,
  },
  hits: {
    recorded: 9,
    buffered: 3,
    retriedGroups: 1,
    dropped: 0,
    merged: 0,
    verdicts: { human: 7, proxy: 1, prefetch: 0, scanner: 12, unknown: 0 },
    ...emptyCommitTimes(),
  },
  live: { subscribers: 2, frames: 40 },
  tracked: { mails: 5, untracked: 1 },
  readTimeStreams: 0,
  webhooks: { delivered: 5, failed: 2, lagMs: 1_500 },
}
const familyOf = (name: string) => parse(prometheusText(metrics)).find((family) => family.name === name)

it('is text that Prometheus reads: every family once, with help, type and figures', () => {
  const text = prometheusText(metrics)
  const families = parse(text)
  expect(families).toHaveLength(26)
  expect(new Set(families.map(({ name }) => name)).size).toBe(26)
  for (const { name, help, type } of families) {
    expect(name).toMatch(/^sillage_[a-z_]+$/)
    expect(help, name).toMatch(/^[A-Z1].{10,}\.$/)
    expect(['COUNTER', 'GAUGE', 'HISTOGRAM'], name).toContain(type)
    expect(name.endsWith('_total'), name).toBe(type === 'COUNTER')
  }
  expect(text.endsWith('\n')).toBe(true)
  expect(text).not.toMatch(/undefined|NaN/)
})

it('has the figures of the snapshot, times in seconds, kinds and verdicts as labels', () => {
  expect(familyOf('sillage_messages_sent_total')?.metrics).toEqual([{ value: '1234' }])
  expect(familyOf('sillage_throttled_seconds_total')?.metrics).toEqual([{ value: '1.5' }])
  expect(familyOf('sillage_mails_tracked_total')?.metrics).toEqual([{ value: '5' }])
  expect(familyOf('sillage_mails_untracked_total')?.metrics).toEqual([{ value: '1' }])
  expect(familyOf('sillage_mail_server_outage')?.metrics).toEqual([{ value: '1' }])
  expect(familyOf('sillage_hits_buffered')?.metrics).toEqual([{ value: '3' }])
  expect(familyOf('sillage_messages_failed_total')?.metrics).toContainEqual({ labels: { kind: 'mailbox' }, value: '2' })
  expect(familyOf('sillage_messages_failed_total')?.metrics).toContainEqual({ labels: { kind: 'policy' }, value: '0' })
  expect(familyOf('sillage_hits_total')?.metrics).toContainEqual({ labels: { verdict: 'scanner' }, value: '12' })
})

it('writes commit times as a histogram whose buckets add up', () => {
  const [histogram] = familyOf('sillage_outcome_commit_seconds')?.metrics ?? []
  expect(histogram).toMatchObject({ count: '3', sum: '30.0035' })
  expect(histogram?.buckets).toMatchObject({ '0.001': '1', '0.0025': '1', '0.005': '2', '5': '2', '+Inf': '3' })
})

it('has no figures of a sender where there is none', () => {
  const names = parse(prometheusText({ ...metrics, sender: undefined })).map(({ name }) => name)
  expect(names).toHaveLength(15)
  expect(names.some((name) => name.includes('messages'))).toBe(false)
})
