import type { CampaignStats, CampaignStatsUpdate, EventItem, MessageItem, Timeline } from '@sillage/core/browser'
import type { ExpectedFigures } from './expected-figures.ts'
import { READ_MS, type Visit } from './open-and-click.ts'
import { DELAY_MS, type SentCampaign } from './send-campaign.ts'

/** One line of the results table. */
export interface Comparison {
  figure: string
  done: string
  reported: string
  agrees: boolean
}

export interface Report {
  stats: CampaignStats
  messages: MessageItem[]
  timeline: Timeline
  /** Events of the first opened message, and its recipient. */
  events: EventItem[]
  opener: Visit
  /** The newest figures of the live feed. */
  live: CampaignStatsUpdate | undefined
}

/** Compares what was done with the API's figures, one by one. */
export function compare(sent: SentCampaign, expected: ExpectedFigures, report: Report): Comparison[] {
  const { stats, messages, timeline, live } = report
  const total = sent.contacts.length
  const { opens, clicks } = expected
  const rows: Comparison[] = []
  const equal = (figure: string, done: unknown, reported: unknown) =>
    rows.push({ figure, done: String(done), reported: String(reported), agrees: done === reported })
  const within = (figure: string, done: string, reported: string, agrees: boolean) =>
    rows.push({ figure, done, reported, agrees })

  const tookMs = Date.parse(sent.campaign.finishedAt ?? '') - Date.parse(sent.campaign.startedAt ?? '')
  const leastMs = (total - 1) * DELAY_MS
  within('sending time', `at least ${seconds(leastMs)}`, seconds(tookMs), tookMs >= leastMs)
  within('progress frames', 'several', String(sent.progressFrames), sent.progressFrames > 1)
  equal('status', 'completed', stats.campaign.status)
  equal('recipients', total, stats.campaign.total)
  equal('sent', total, stats.sent)
  equal('sent, told live', total, sent.complete.sent)
  equal('failed', 0, stats.failed)
  equal('unknown', 0, stats.unknown)

  equal('opens, total', opens.total, stats.opens.total)
  equal('opens, unique', opens.unique, stats.opens.unique)
  equal('opens by machines', opens.machine, stats.opens.machine)
  equal('clicks, total', clicks.total, stats.clicks.total)
  equal('clicks, unique', clicks.unique, stats.clicks.unique)
  equal('clicks by machines', clicks.machine, stats.clicks.machine)
  equal('open rate', percent(opens.unique, total), percent(stats.openRate, 1))
  equal('click rate', percent(clicks.unique, total), percent(stats.clickRate, 1))
  equal('clicks of those who opened', percent(clicks.unique, opens.unique), percent(stats.clickToOpenRate, 1))
  equal('opens, told live', opens.total, live?.opens.total)
  equal('clicks, told live', clicks.total, live?.clicks.total)

  equal('readers measured', expected.readers.length, stats.readTime?.measured ?? 0)
  if (expected.readers.length > 0) {
    const meanMs = expected.readers.reduce((sum, { readMs = 0 }) => sum + readMs, 0) / expected.readers.length
    const reportedMs = stats.readTime?.meanMs ?? 0
    within('mean read time', seconds(meanMs), seconds(reportedMs), Math.abs(reportedMs - meanMs) < READ_MS / 3)
  }

  const wrong = messages.filter(({ email, opens, clicks, status }) => {
    const own = expected.messages.get(email)
    return own?.opens !== opens || own.clicks !== clicks || own.status !== status
  })
  within(
    'messages with their own figures',
    String(expected.messages.size),
    `${messages.length - wrong.length}${wrong[0] === undefined ? '' : ` (not ${describe(wrong[0])})`}`,
    wrong.length === 0 && messages.length === expected.messages.size,
  )
  const links = linksByUrl(stats)
  for (const url of new Set([...expected.links.keys(), ...links.keys()]))
    equal(`link ${short(url)}`, clicksOf(expected.links.get(url)), clicksOf(links.get(url)))

  const sum = (key: 'sent' | 'opens' | 'clicks') => timeline.items.reduce((n, item) => n + item[key], 0)
  equal('sent over time', total, sum('sent'))
  equal('opens over time', opens.total, sum('opens'))
  equal('clicks over time', clicks.total, sum('clicks'))

  const { opener, events } = report
  const seen = events.find(({ type, implied }) => type === 'open' && implied !== true)
  equal('address of an opener', '127.0.0.1', seen?.ip)
  equal('browser of an opener', short(opener.reader.userAgent), short(seen?.userAgent ?? ''))
  return rows
}

/** A button is two links to one place, for Outlook and for all others. */
function linksByUrl({ links }: CampaignStats) {
  const byUrl = new Map<string, { total: number; unique: number }>()
  for (const { url, total, unique } of links) {
    const before = byUrl.get(url) ?? { total: 0, unique: 0 }
    byUrl.set(url, { total: before.total + total, unique: before.unique + unique })
  }
  return byUrl
}

const clicksOf = (link: { total: number; unique: number } | undefined) => `${link?.total ?? 0} by ${link?.unique ?? 0}`
const describe = ({ email, opens, clicks, status }: MessageItem) =>
  `${email}: ${status}, ${opens} opens, ${clicks} clicks`
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
const percent = (part: number, whole: number) => `${((part / whole) * 100).toFixed(1)} %`
const short = (text: string) => (text.length > 48 ? `…${text.slice(-47)}` : text)
