import { type ApiParts, createApi } from './api/create-api.ts'
import { withoutOwner } from './api/without-owner.ts'
import { wireAssets } from './campaigns/store-assets.ts'
import { testUrls } from './campaigns/test-send.ts'
import { parseId } from './domain/ids.ts'
import { type LiveEvents, liveEventNames } from './domain/live.ts'
import { assetPathOf } from './domain/tracking-paths.ts'
import { msOf } from './domain/when.ts'
import { createBadTokens } from './http/bad-tokens.ts'
import { createLargeBodies } from './http/large-bodies.ts'
import { createMounts } from './http/mounts.ts'
import { createWords } from './http/pages/words/index.ts'
import { type Services, type services as servicesKey, withServices } from './http/services.ts'
import { createLiveFeed } from './live/feed.ts'
import { createListeners } from './news/listeners.ts'
import type { SillageOptions } from './options.ts'
import { createChoices } from './recipients/choices.ts'
import { storeDirectory } from './recipients/contacts.ts'
import { purge } from './recipients/retention/retention.ts'
import { defaultTransport } from './sending/transport/named-transports.ts'
import { createOwnerSettings } from './settings/owner-settings.ts'
import type { Sillage } from './sillage.ts'
import { createRepair } from './stats/repair.ts'
import { createDefinedStreams } from './streams/defined.ts'
import { createGatherer } from './streams/gather.ts'
import { createBase } from './wiring/base.ts'
import { checkCalls } from './wiring/check-calls.ts'
import { wireFeedback } from './wiring/feedback.ts'
import { createMaintenance } from './wiring/maintenance.ts'
import { wireNews } from './wiring/news.ts'
import { wireSending } from './wiring/sending.ts'
import { createStartWatch } from './wiring/start-watch.ts'
import { wireTracking } from './wiring/tracking.ts'

/** How long `close` waits for hits that are still to be stored. */
const DRAIN_MS = 10_000

/**
 * Makes an installation from its options: checks them, wires the parts, does no I/O. Call `migrate()` once and
 * `start()` in every process, mount the routes with an adapter, and `close()` at the end. Throws `invalid_option` with
 * what was expected and what was given.
 */
export function createSillage(given: SillageOptions): Sillage {
  const base = createBase(given)
  const {
    options,
    store,
    clock,
    logger,
    bus,
    compile,
    files,
    maxAttachmentBytes,
    unsetConsent,
    sealer,
    urls,
    keys,
    news,
    life,
  } = base
  const tracking = wireTracking(base)
  const later = wireNews(base)
  const sending = wireSending(base)
  const { sender, transport, transports, composers, watchAlignment } = sending

  const mounts = createMounts({ baseUrl: urls.fixed, clock, logger })
  const startWatch = sender && createStartWatch({ campaigns: store.campaigns, clock, logger })

  const settings = createOwnerSettings(store.ownerSettings, options.content ?? {}, { clock, logger })
  const gatherer = createGatherer(
    store.streams,
    () => clock.now(),
    (id) => context.changed(id),
  )
  const context: ApiParts['context'] = {
    store,
    clock,
    logger,
    life,
    compile,
    baseOf: urls.baseOf,
    brandOf: settings.brand,
    files,
    maxAttachmentBytes,
    from: base.from,
    directory: options.directory ?? storeDirectory(store.contacts),
    onUnknown: options.sending?.onUnknown ?? 'hold',
    transportNames: new Set([defaultTransport, ...transports.keys(), ...(options.transportNames ?? [])]),
    allowedHeaders: new Set(options.sending?.allowHeaders?.map((name) => name.toLowerCase())),
    addressHash: keys.addressHash,
    gatherer,
    defined: createDefinedStreams(),
    marks: sending.marks,
    composers,
    trackingFor: sending.trackingFor,
    news,
    tracked: { mails: 0, untracked: 0 },
    ready: async () => void (await keys.load()),
    changed(campaignId) {
      bus.publish({ type: 'changed', campaignId })
      sender?.wake(campaignId)
      startWatch?.changed(campaignId)
    },
  }
  const { assets, pictures } = wireAssets(options.assets, {
    store: store.assets,
    clock,
    baseOf: urls.baseOf,
    path: assetPathOf(options.tracking?.paths),
  })
  const parts: ApiParts = {
    context,
    testing: {
      transport,
      transports,
      watchAlignment,
      urls: (owner) => testUrls(urls.of(owner), sealer),
      marks: sending.marks,
      ready: async () => void (await keys.load()),
    },
    directory: options.directory,
    unsetConsent,
    webhooks: later.webhooks,
    assets,
  }
  const everyTenant = createApi(parts, undefined)
  const { feedback, receiver } = wireFeedback(base, { recorder: tracking.recorder, sender, changed: context.changed })
  const maintenance = createMaintenance({
    store,
    clock,
    logger,
    links: tracking.links,
    retention: options.privacy?.retention,
  })
  const live = createListeners<LiveEvents>(liveEventNames, logger)
  const feed = createLiveFeed({
    store,
    bus,
    clock,
    logger,
    limits: options.sending?.limits ?? {},
    maxSubscribers: options.http?.maxLiveConnections,
    onFrame: live.emit,
  })
  bus.subscribe((notice) => {
    if (notice.type === 'changed') sender?.wake(notice.campaignId)
    else if (notice.type === 'missed') sender?.wake()
  })

  async function stop(stopOptions?: { graceMs?: number }): Promise<void> {
    const { graceMs } = checkCalls.stop(stopOptions)
    await sender?.stop({ graceMs })
  }

  async function close(): Promise<void> {
    mounts.close()
    startWatch?.close()
    const atRest = Promise.all([maintenance.stop(), later.reader.stop()])
    await stop()
    await atRest
    await gatherer.drain()
    tracking.readTime?.close()
    feed.close()
    await tracking.recorder.drain(DRAIN_MS)
    await tracking.recordedNews.published()
    try {
      await bus.close?.()
    } finally {
      try {
        await Promise.all([...transports.values()].map((one) => one.close()))
      } finally {
        await store.close()
      }
    }
  }
  let closed: Promise<void> | undefined

  const services: Services = {
    store,
    clock,
    logger,
    api: (owner) => (owner === undefined ? everyTenant : createApi(parts, owner)),
    tenants: options.tenants ?? 'none',
    choices: createChoices(store, clock, keys.addressHash),
    settings,
    words: createWords(options.content?.pages),
    urls,
    composers,
    feed,
    mounts,
    unsetConsent,
    receiver,
    tracker: tracking.tracker,
    readTime: tracking.readTime,
    visit: tracking.visit,
    badTokens: createBadTokens(clock),
    largeBodies: createLargeBodies(),
    maxAttachmentBytes,
    pictures,
    fallbackUrl: options.tracking?.fallbackUrl,
    ready: keys.load,
    outgoing: { transports, from: base.from, bounceAddress: options.sending?.marks?.bounceAddress },
  }

  return withServices<Omit<Sillage, typeof servicesKey>>(services, {
    ...(options.tenants === 'required' ? withoutOwner(everyTenant) : everyTenant),
    for: (owner) => createApi(parts, checkCalls.owner(owner)),
    forAll: () => everyTenant,
    on: news.on,
    subscribe: later.subscribe,
    live: { on: live.on },
    migrate: (migrateOptions) => store.migrate(migrateOptions),
    async start(startOptions) {
      const { send = true } = checkCalls.start(startOptions)
      // Before any work begins, which would keep a process alive that lets the rejection go.
      const mayBegin = send ? sending.requireSender() : undefined
      startWatch?.started()
      mounts.start()
      // Reads the keys, and refuses to start without the one that erased addresses are hashed with.
      await keys.addressHash()
      await bus.start?.()
      maintenance.start()
      later.reader.start()
      await mayBegin?.start()
    },
    stop,
    close() {
      closed ??= close()
      return closed
    },
    async sendDue(dueOptions) {
      const { campaignId, until } = checkCalls.sendDue(dueOptions)
      startWatch?.started()
      await keys.load()
      return sending.requireSender().sendDue({
        campaignId: campaignId === undefined ? undefined : parseId(campaignId),
        until: until === undefined ? undefined : msOf(until),
      })
    },
    metrics: () => ({
      sender: sender?.metrics(),
      hits: tracking.recorder.metrics(),
      live: { subscribers: feed.subscribers(), frames: feed.frames() },
      readTimeStreams: tracking.readTime?.streams() ?? 0,
      tracked: { ...context.tracked },
      webhooks: later.metrics(),
    }),
    feedback: { ...feedback, url: receiver.url },
    maintenance: {
      ...createRepair(store, tracking),
      purge: async () => ({ rows: await purge(store, clock, options.privacy?.retention) }),
    },
  })
}
