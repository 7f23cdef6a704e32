import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'eventemitter3'
import { createCampaigns } from './campaigns/campaigns.ts'
import type { CampaignContext } from './campaigns/context.ts'
import { createTemplates } from './campaigns/templates.ts'
import { testUrls } from './campaigns/test-urls.ts'
import { checkOptions } from './check-options.ts'
import { mustacheEngine } from './content/index.ts'
import { systemClock } from './domain/clock.ts'
import { SillageError } from './domain/errors.ts'
import { parseId } from './domain/ids.ts'
import { silentLogger } from './domain/logger.ts'
import { createBadTokens } from './http/bad-tokens.ts'
import type { Services } from './http/services.ts'
import { localBus } from './live/bus.ts'
import { createLiveFeed } from './live/feed.ts'
import { createMaintenance } from './maintenance.ts'
import { createPrivacy } from './privacy.ts'
import { createContacts, storeDirectory } from './recipients/contacts.ts'
import { importCsv } from './recipients/import-csv.ts'
import { createSuppressions } from './recipients/suppressions.ts'
import { createEmailHash, loadSecrets } from './secrets.ts'
import { createBulkHeaders } from './sending/bulk-headers.ts'
import { createComposers } from './sending/composers.ts'
import { createSender } from './sending/sender.ts'
import { toTransport } from './sending/to-transport.ts'
import type { Metrics, Sillage, SillageEvents, SillageOptions } from './sillage.ts'
import { createStatistics } from './stats/statistics.ts'
import { trackingFor, unsetConsentDefault } from './tracking/consent.ts'
import { mergeFloods } from './tracking/flood.ts'
import { createJudge } from './tracking/judge.ts'
import { createLazySealer } from './tracking/lazy-sealer.ts'
import { createLinkCache } from './tracking/link-cache.ts'
import { createReadTime } from './tracking/read-time.ts'
import { createRecorder } from './tracking/recorder.ts'
import { lookBack, thresholdsWith } from './tracking/rules/thresholds.ts'
import { createTracker } from './tracking/tracker.ts'
import { createTrackingUrls } from './tracking/tracking-urls.ts'
import { createVisitReader } from './tracking/visit.ts'

const MAX_BUFFERED_HITS = 50_000
const DEFAULT_DEADLINE_MS = 250
const DEFAULT_GRACE_MS = 10_000
const DEFAULT_CONCURRENCY = 5

/**
 * Makes an installation from its options: checks them, wires the parts, does no I/O. Call `migrate()` once and `start()` in every process,
 * mount the routes with an adapter, and `close()` at the end. Throws `invalid_option` with what was expected and what was given.
 */
export function createSillage(given: SillageOptions): Sillage {
  const options = checkOptions(given)
  const {
    store,
    baseUrl,
    privacy = {},
    limits = {},
    clock = systemClock,
    logger = silentLogger,
    bus = localBus(),
  } = options
  const engine = options.templates ?? mustacheEngine()
  const compile = { engine, baseUrl, maxHtmlBytes: options.maxHtmlBytes }
  const onUnknown = options.onUnknown ?? 'hold'
  const unsetConsent = { ...unsetConsentDefault, ...privacy.unsetConsent }
  const events = new EventEmitter()
  const name = `${process.pid}-${randomUUID()}`

  const sealer = createLazySealer()
  const urls = createTrackingUrls({ baseUrl, sealer })
  let hashEmail = createEmailHash(options.secrets ?? [])
  if (options.secrets !== undefined) sealer.unlock(options.secrets)

  const thresholds = thresholdsWith(options.rules)
  const judge = createJudge({ thresholds, unsetConsent, classify: options.classify })
  const lookBackMs = lookBack(thresholds)
  const groups = createRecorder({
    name,
    events: store.events,
    judge,
    lookBackMs,
    clock,
    logger,
    deadlineMs: options.hitDeadlineMs ?? DEFAULT_DEADLINE_MS,
    maxBuffered: MAX_BUFFERED_HITS,
    onRecorded: ({ campaignIds, events: count }) => {
      for (const campaignId of campaignIds) bus.publish({ type: 'hits', campaignId })
      if (count > 0) emit('hit', { campaignIds: campaignIds.map(String), events: count })
    },
  })
  const recorder = mergeFloods(groups, clock)
  const links = createLinkCache(store.campaigns)
  const tracker = createTracker({ sealer, recorder, links, store, clock, engine })
  const measuresReadTime = options.readTime !== undefined && options.readTime !== false
  const readTime = measuresReadTime
    ? createReadTime(tracker, clock, options.readTime === true ? {} : (options.readTime as object))
    : undefined

  const directory = options.directory ?? storeDirectory(store.contacts)
  const transport = options.transport === undefined ? undefined : toTransport(options.transport)
  const composers = createComposers({ store, compile, urls })
  const sender =
    transport === undefined
      ? undefined
      : createSender({
          name,
          store,
          transport,
          clock,
          logger,
          composers,
          bulk: createBulkHeaders(options.bulk ?? {}, { urls, sealer }),
          concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
          limits,
          domainLimits: options.domainLimits,
          retry: options.retry,
          leaseMs: options.leaseMs,
          trackingFor: (campaign, consent) =>
            trackingFor(campaign.options.tracking, consent, { unset: unsetConsent, readTime: measuresReadTime }),
          emit: (notice) => {
            if (notice.type === 'sent')
              emit('message_sent', { campaignId: String(notice.campaignId), messageId: String(notice.messageId) })
            else if (notice.type === 'failed') {
              emit('message_failed', {
                campaignId: String(notice.campaignId),
                messageId: String(notice.messageId),
                error: notice.error,
              })
            } else bus.publish(notice)
          },
        })

  const context: CampaignContext = {
    store,
    clock,
    logger,
    directory,
    compile,
    from: options.from,
    onUnknown,
    hashEmail: (email) => hashEmail(email),
    changed(campaignId) {
      bus.publish({ type: 'changed', campaignId })
      sender?.wake()
    },
  }
  const campaigns = createCampaigns(context, { transport, urls: testUrls(urls, sealer, baseUrl) })
  const contacts = createContacts(store.contacts, clock, options.directory)
  const templates = createTemplates(store.templates, clock, engine)
  const suppressions = createSuppressions(store.suppressions, clock)
  const statistics = createStatistics(store)
  const maintenance = createMaintenance({ store, clock, logger, links })
  const feed = createLiveFeed({
    campaigns: store.campaigns,
    bus,
    clock,
    logger,
    limits,
    onFrame: (event, data) => emit(event, data as SillageEvents[typeof event]),
  })
  bus.subscribe((notice) => notice.type === 'changed' && sender?.wake())

  const importContacts: Services['importContacts'] = (file, owner, columns) => {
    if (options.directory !== undefined)
      throw new SillageError('method_not_allowed', 'Contacts are kept by the host application; import them there.')
    return importCsv(store.contacts, file, { owner: owner ?? null, now: clock.now(), columns })
  }

  const services: Services = {
    ...{
      store,
      clock,
      logger,
      campaigns,
      contacts,
      importContacts,
      templates,
      suppressions,
      statistics,
      tracker,
      readTime,
      unsetConsent,
      composers,
      feed,
      baseUrl,
    },
    visit: createVisitReader({
      trustProxy: options.trustProxy,
      ip: privacy.ip ?? 'truncated',
      userAgent: privacy.userAgent ?? 'full',
      honourGpc: privacy.honourGpc ?? false,
    }),
    badTokens: createBadTokens(clock),
    fallbackUrl: options.fallbackUrl,
    ready: () => (sealer.unlocked ? undefined : unlock()),
  }

  /** Reads the keys once; a second caller waits for the first. */
  let unlocking: Promise<void> | undefined
  function unlock(): Promise<void> {
    unlocking ??= (async () => {
      const secrets = await loadSecrets(store.settings, options.secrets)
      hashEmail = createEmailHash(secrets)
      if (!sealer.unlocked) sealer.unlock(secrets)
    })().finally(() => {
      unlocking = undefined
    })
    return unlocking
  }

  function emit<E extends keyof SillageEvents>(event: E, data: SillageEvents[E]): void {
    for (const listener of events.listeners(event)) {
      try {
        listener(data)
      } catch (error) {
        logger.error({ err: error, event }, 'a listener threw')
      }
    }
  }

  let closed: Promise<void> | undefined
  const sillage: Sillage = {
    campaigns,
    contacts: {
      ...contacts,
      import: async (file, importOptions, scope) =>
        importContacts(typeof file === 'string' ? [Buffer.from(file)] : file, scope?.owner, importOptions?.columns),
    },
    templates,
    suppressions,
    ...{
      stats: statistics.stats,
      messages: statistics.messages,
      events: statistics.events,
      timeline: statistics.timeline,
      exportMessages: statistics.exportMessages,
    },
    migrate: (migrateOptions) => store.migrate(migrateOptions),
    async start({ send = true } = {}) {
      await unlock()
      await bus.start?.()
      maintenance.start()
      if (!send) return
      if (sender === undefined)
        throw new SillageError(
          'missing_transport',
          'transport: expected one in the options, got none; use start({ send: false }) where nothing is sent.',
        )
      await sender.start()
    },
    stop: async ({ graceMs = DEFAULT_GRACE_MS } = {}) => sender?.stop({ graceMs }),
    close() {
      closed ??= (async () => {
        await sillage.stop()
        maintenance.stop()
        readTime?.close()
        feed.close()
        await recorder.drain(clock.now() + DEFAULT_GRACE_MS)
        await bus.close?.()
        await transport?.close()
        await store.close()
      })()
      return closed
    },
    async sendDue({ campaignId, until } = {}) {
      await unlock()
      if (sender === undefined)
        throw new SillageError('missing_transport', 'transport: expected one in the options, got none.')
      return sender.sendDue({ campaignId: campaignId === undefined ? undefined : parseId(campaignId), until })
    },
    metrics: (): Metrics => ({
      sender: sender?.metrics(),
      hits: recorder.metrics(),
      live: { subscribers: feed.subscribers() },
      readTimeStreams: readTime?.streams() ?? 0,
    }),
    on(event, listener) {
      events.on(event, listener)
      return () => void events.off(event, listener)
    },
    ...createPrivacy({
      store,
      clock,
      recorder,
      judge,
      lookBackMs,
      retention: privacy.retention,
      unlock,
      hashEmail: (email) => hashEmail(email),
    }),
    services,
  }
  return sillage
}
