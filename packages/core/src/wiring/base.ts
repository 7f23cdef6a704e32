import { randomUUID } from 'node:crypto'
import type { CompileOptions } from '../content/composer.ts'
import { mustacheEngine, type TemplateEngine } from '../content/index.ts'
import { type Clock, systemClock } from '../domain/clock.ts'
import type { UnsetConsent } from '../domain/judge-rules.ts'
import { type Logger, silentLogger } from '../domain/logger.ts'
import { withDefaults } from '../kit/with-defaults.ts'
import { type Bus, localBus } from '../live/bus.ts'
import { type CampaignLife, createCampaignLife } from '../news/campaign-life.ts'
import { createFactIds, type FactIds } from '../news/fact-ids.ts'
import { createNews, type News } from '../news/news.ts'
import type { SillageOptions } from '../options.ts'
import { mailboxText } from '../recipients/mailbox-text.ts'
import { type AttachedFiles, createAttachedFiles } from '../sending/attached-files.ts'
import type { Store } from '../store/port/store.ts'
import { unsetConsentDefault } from '../tracking/consent.ts'
import { createLazySealer, type LazySealer } from '../tracking/lazy-sealer.ts'
import { createOwnerUrls, type OwnerUrls } from '../tracking/owner-urls.ts'
import { checkSillageOptions } from './check-options.ts'
import { guardBus } from './guard-bus.ts'
import { guardLogger } from './guard-logger.ts'
import { createKeys, type Keys } from './keys.ts'

/** What every part of an installation uses: its options, checked and filled in, and the few things all share. */
export interface Base {
  options: SillageOptions
  /** This process, among all that ever worked on the store. */
  name: string
  store: Store
  /** The sender of campaigns that name none. */
  from: string | undefined
  clock: Clock
  logger: Logger
  bus: Bus
  engine: TemplateEngine
  compile: CompileOptions
  files: AttachedFiles
  /** Files of one message together. */
  maxAttachmentBytes: number
  unsetConsent: UnsetConsent
  measuresReadTime: boolean
  sealer: LazySealer
  urls: OwnerUrls
  keys: Keys
  /** Resolves when the key is there that they are made with. */
  factIds: () => Promise<FactIds>
  news: News
  life: CampaignLife
}

/** Checks the options and makes what depends on no other part. Does no I/O. Throws `invalid_option`. */
export function createBase(given: SillageOptions): Base {
  const options = checkSillageOptions(given)
  const { store, baseUrl, clock = systemClock, content = {} } = options
  const readTime = options.tracking?.readTime
  const logger = options.logger === undefined ? silentLogger : guardLogger(options.logger)
  const bus = guardBus(options.bus ?? localBus(), logger)
  const engine = content.templateEngine ?? mustacheEngine()
  const sealer = createLazySealer()
  const keys = createKeys(store.settings, sealer, options.secrets)
  const factIds = async () => createFactIds(await keys.keyFor('sillage fact ids'))
  const news = createNews(factIds, logger)
  return {
    options,
    store,
    from: options.from === undefined ? undefined : mailboxText(options.from),
    clock,
    logger,
    bus,
    engine,
    sealer,
    name: `${process.pid}-${randomUUID()}`,
    compile: { engine, maxHtmlBytes: content.maxHtmlBytes },
    files: createAttachedFiles(store.attachments),
    maxAttachmentBytes: content.maxAttachmentBytes ?? 10_000_000,
    unsetConsent: withDefaults(unsetConsentDefault, options.privacy?.unsetConsent ?? {}),
    measuresReadTime: readTime !== undefined && readTime !== false,
    urls: createOwnerUrls(baseUrl, sealer, options.tracking?.paths),
    keys,
    factIds,
    news,
    life: createCampaignLife(news, logger),
  }
}
