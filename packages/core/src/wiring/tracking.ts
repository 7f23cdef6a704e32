import { createRecordedNews, type RecordedNews, recordedTypes } from '../news/recorded-news.ts'
import type { Judge } from '../store/port/event-store.ts'
import { mergeFloods } from '../tracking/flood.ts'
import { createJudge } from '../tracking/judge.ts'
import { createLinkCache, type LinkCache } from '../tracking/link-cache.ts'
import { createReadTime, type ReadTime } from '../tracking/read-time.ts'
import { createRecorder, type Recorder } from '../tracking/recorder.ts'
import { lookBack, thresholdsWith } from '../tracking/rules/thresholds.ts'
import { createTokenLimit } from '../tracking/token-limit.ts'
import { createTracker, type Tracker } from '../tracking/tracker.ts'
import { createVisitReader, type Visit } from '../tracking/visit.ts'
import type { Base } from './base.ts'
import { guardClassify } from './guard-classify.ts'

const MAX_BUFFERED_HITS = 50_000
const DEFAULT_DEADLINE_MS = 250

/** The parts that record hits. */
export interface Tracking {
  judge: Judge
  lookBackMs: number
  recorder: Recorder
  recordedNews: RecordedNews
  links: LinkCache
  tracker: Tracker
  readTime: ReadTime | undefined
  visit: (request: Parameters<ReturnType<typeof createVisitReader>>[0]) => Visit
}

export function wireTracking(base: Base): Tracking {
  const { options, store, clock, logger, bus, engine, sealer, unsetConsent, news, name } = base
  const { privacy = {}, tracking = {}, http = {} } = options
  const thresholds = thresholdsWith(tracking.rules)
  const classify = tracking.classify && guardClassify(tracking.classify, logger)
  const networks = Object.fromEntries((tracking.networks ?? []).map(({ name, verdict }) => [name, verdict]))
  const judge = createJudge({ thresholds, unsetConsent, classify, networks })
  const lookBackMs = lookBack(thresholds)
  const links = createLinkCache(store.campaigns)
  const recordedNews = createRecordedNews(news, { campaigns: store.campaigns, links, logger })
  const groups = createRecorder({
    name,
    events: store.events,
    judge,
    lookBackMs,
    clock,
    logger,
    deadlineMs: http.hitDeadlineMs ?? DEFAULT_DEADLINE_MS,
    maxBuffered: MAX_BUFFERED_HITS,
    withEvents: () => news.wanted(...recordedTypes),
    onRecorded({ campaignIds, recorded }) {
      for (const campaignId of campaignIds) bus.publish({ type: 'hits', campaignId })
      recordedNews.publish(recorded)
    },
  })
  const limit = createTokenLimit(clock)
  const recorder = mergeFloods(groups, limit, clock, judge)
  const tracker = createTracker({ sealer, recorder, limit, links, store, clock, engine })
  const readTimeOptions = typeof tracking.readTime === 'object' ? tracking.readTime : {}
  return {
    judge,
    lookBackMs,
    recorder,
    recordedNews,
    links,
    tracker,
    readTime: base.measuresReadTime ? createReadTime(tracker, clock, readTimeOptions) : undefined,
    visit: createVisitReader({
      trustProxy: http.trustProxy,
      networks: tracking.networks,
      ip: privacy.ip ?? 'truncated',
      userAgent: privacy.userAgent ?? 'full',
      honourGpc: privacy.honourGpc ?? false,
    }),
  }
}
