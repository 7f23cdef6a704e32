import { type Verdict, verdicts } from '../domain/event.ts'
import { failureKinds } from '../domain/message.ts'
import { type CommitTimes, commitBucketsMs } from '../kit/commit-times.ts'
import type { SenderMetrics } from '../sending/metrics.ts'
import type { RecorderMetrics } from '../tracking/recorder.ts'
import type { Metrics } from './metrics.ts'

/**
 * One figure of a family, distinguished from the others by its labels. Counters and gauges have `value` alone; a
 * histogram's `value` is its count, and it has `sum` and `buckets` too, each bucket with those below it counted in.
 * Labels are words of closed lists: never an address, an id or a name.
 */
export interface MetricPoint {
  labels: Readonly<Record<string, string>>
  /** Of a histogram: its count. */
  value: number
  /** Of a histogram: the sum of what was measured, in the family's unit. */
  sum?: number
  /** Of a histogram: how many were at most so long (`upTo`, in the family's unit), shorter ones included. */
  buckets?: readonly { upTo: number; count: number }[]
}

/**
 * One metric in terms that every system of metrics has; `prometheusText` writes `sillage_messages_sent_total` for the
 * counter `messages_sent`. Every possible point is there from the first snapshot on, with 0, so that collectors need
 * not guess; docs/metrics.md explains each.
 */
export interface MetricFamily {
  /** Without prefix and unit, words joined by `_`: `messages_sent`. */
  name: string
  help: string
  /** A counter only rises while the process lives. */
  type: 'counter' | 'gauge' | 'histogram'
  /** `s`, or what is counted in braces, as UCUM and OpenTelemetry write units: `{message}`. */
  unit: string
  points: readonly MetricPoint[]
}

/**
 * A snapshot as a list of metrics, for any collector; pure, times in seconds. Every family and every label is always
 * there, with 0 where nothing happened yet, except those of the sender in a process that cannot send, and of each
 * server where there is one. `prometheusText`
 * is made from it.
 */
export function metricFamilies({ sender, hits, live, readTimeStreams, tracked, webhooks }: Metrics): MetricFamily[] {
  return [
    ...(sender === undefined ? [] : ofSender(sender)),
    ...ofHits(hits),
    gauge('live_subscribers', '{connection}', 'Live sockets and event streams now.', live.subscribers),
    counter('live_frames', '{frame}', 'Live frames made, each once, however many were given it.', live.frames),
    gauge('read_time_streams', '{stream}', 'Images that measure read time, being served now.', readTimeStreams),
    counter('mails_tracked', '{mail}', 'Mails of the host that became messages.', tracked.mails),
    counter('mails_untracked', '{mail}', 'Mails of the host that left untracked.', tracked.untracked),
    counter('webhook_deliveries', '{delivery}', 'Facts that the URL of a webhook took.', webhooks.delivered),
    counter('webhook_failures', '{try}', 'Tries to deliver to a webhook that failed.', webhooks.failed),
    gauge('webhook_lag', 's', 'Age of the oldest fact that a webhook did not take yet.', webhooks.lagMs / 1_000),
  ]
}

function ofSender(sender: SenderMetrics): MetricFamily[] {
  return [
    counter('messages_sent', '{message}', 'Messages that a mail server took.', sender.sent),
    {
      name: 'messages_failed',
      type: 'counter',
      unit: '{message}',
      help: 'Messages given up for good, by what was wrong.',
      points: failureKinds.map((kind) => ({ labels: { kind }, value: sender.failed[kind] ?? 0 })),
    },
    counter('messages_unknown', '{message}', 'Messages handed over whose answer never came.', sender.unknown),
    counter('messages_retried', '{message}', 'Attempts that failed and will be repeated.', sender.retried),
    counter(
      'messages_skipped',
      '{message}',
      'Messages left out: suppressed since planned, or too late.',
      sender.skipped,
    ),
    counter(
      'messages_put_off',
      '{message}',
      'Messages put off by a limit of their domain, or by their hours.',
      sender.putOff,
    ),
    counter('throttled', 's', 'Time that limits held campaigns back.', sender.throttledMs / 1_000),
    commits('outcome_commit', 'Time to store groups of outcomes.', sender),
    gauge('messages_in_flight', '{message}', 'Messages being handed over now.', sender.inFlight),
    gauge('messages_ready', '{message}', 'Messages claimed and waiting for their turn now.', sender.ready),
    gauge('mail_server_outage', '1', '1 while the mail server cannot be reached.', Number(sender.outage)),
    ...ofServers(sender),
  ]
}

/** Of a transport with several servers. */
function ofServers({ servers }: SenderMetrics): MetricFamily[] {
  if (servers.length === 0) return []
  const of = (value: (server: SenderMetrics['servers'][number]) => number) =>
    servers.map((server) => ({ labels: { transport: server.transport, server: server.name }, value: value(server) }))
  const taken = { name: 'mail_server_messages', type: 'counter', unit: '{message}' } as const
  const away = { name: 'mail_server_away', type: 'gauge', unit: '1' } as const
  return [
    { ...taken, help: 'Messages that each of several servers took.', points: of(({ sent }) => sent) },
    { ...away, help: '1 while this one of several servers cannot be used.', points: of(({ away: is }) => Number(is)) },
  ]
}

function ofHits(hits: RecorderMetrics): MetricFamily[] {
  return [
    {
      name: 'hits',
      type: 'counter',
      unit: '{hit}',
      help: 'Opens, clicks, reads and views stored, by who caused them.',
      points: verdicts.map((verdict: Verdict) => ({ labels: { verdict }, value: hits.verdicts[verdict] })),
    },
    counter('events_recorded', '{event}', 'Events stored, unsubscribes and bounces included.', hits.recorded),
    gauge('hits_buffered', '{hit}', 'Hits in memory now, waiting for their commit.', hits.buffered),
    counter(
      'hits_dropped',
      '{hit}',
      'Hits lost: the buffer was full, or the store or the rules refused them.',
      hits.dropped,
    ),
    counter('hit_groups_retried', '{group}', 'Commits of hits that failed and were repeated.', hits.retriedGroups),
    gauge('hit_floods', '{flood}', 'Floods of one token gathered now into one event.', hits.merged),
    commits('hit_commit', 'Time to store groups of hits.', hits),
  ]
}

const counter = (name: string, unit: string, help: string, value: number): MetricFamily => ({
  name,
  help,
  type: 'counter',
  unit,
  points: [{ labels: {}, value }],
})
const gauge = (name: string, unit: string, help: string, value: number): MetricFamily => ({
  ...counter(name, unit, help, value),
  type: 'gauge',
})

function commits(name: string, help: string, { commits, commitMs, commitBuckets }: CommitTimes): MetricFamily {
  let count = 0
  const buckets = commitBucketsMs.map((ms, at) => {
    count += commitBuckets[at] ?? 0
    return { upTo: ms / 1_000, count }
  })
  const points = [{ labels: {}, value: commits, sum: commitMs / 1_000, buckets }]
  return { name, help, type: 'histogram', unit: 's', points }
}
