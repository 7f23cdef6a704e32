import type { SillageApi } from '../api/sillage-api.ts'
import type { StoredPictures } from '../campaigns/store-assets.ts'
import { basePathOf } from '../domain/base-url.ts'
import type { Clock } from '../domain/clock.ts'
import { refuse } from '../domain/expect/index.ts'
import type { UnsetConsent } from '../domain/judge-rules.ts'
import type { Logger } from '../domain/logger.ts'
import type { FeedbackReceiver } from '../feedback/receive.ts'
import type { LiveFeed } from '../live/feed.ts'
import type { Choices } from '../recipients/choices.ts'
import type { Composers } from '../sending/composers.ts'
import type { Transport } from '../sending/transport/transport.ts'
import type { OwnerSettings } from '../settings/owner-settings.ts'
import type { Store } from '../store/port/store.ts'
import type { OwnerUrls } from '../tracking/owner-urls.ts'
import type { ReadTime } from '../tracking/read-time.ts'
import type { Tracker } from '../tracking/tracker.ts'
import type { Visit } from '../tracking/visit.ts'
import type { BadTokens } from './bad-tokens.ts'
import type { HttpRequest } from './exchange.ts'
import type { LargeBodies } from './large-bodies.ts'
import type { Mounts } from './mounts.ts'
import type { AllWords } from './pages/words/index.ts'

/**
 * What handlers use: the parts of one installation, wired by `createSillage`. Not for hosts; its members may change.
 */
export interface Services {
  store: Store
  clock: Clock
  logger: Logger
  /** What a program can do too, bound to a tenant; undefined: all tenants. */
  api(owner: string | undefined): SillageApi
  /** Whether each caller has to say whose rows it means. */
  tenants: 'none' | 'required'
  choices: Choices
  settings: OwnerSettings
  words: AllWords
  urls: OwnerUrls
  tracker: Tracker
  readTime: ReadTime | undefined
  unsetConsent: UnsetConsent
  /** What providers say by webhook. */
  receiver: FeedbackReceiver
  visit(request: HttpRequest): Visit
  composers: Composers
  badTokens: BadTokens
  largeBodies: LargeBodies
  /** Pictures that the store has; undefined where they live elsewhere. */
  pictures: StoredPictures | undefined
  /** Files of one mail together. */
  maxAttachmentBytes: number
  feed: LiveFeed
  mounts: Mounts
  /** Where a link without destination leads; absent: a page that says so. */
  fallbackUrl: string | undefined
  /** Loads the token keys if they are not loaded yet; undefined when they are. */
  ready(): Promise<void> | undefined
  /** What it sends by, for whoever examines a set-up. */
  outgoing: Outgoing
}

/** What mails of an installation leave by, and as whom. */
export interface Outgoing {
  /** By name; none in a process that cannot send. */
  readonly transports: ReadonlyMap<string, Transport>
  /** The sender of campaigns that name none. */
  readonly from: string | undefined
  /** Where bounces go, before a token is added; undefined: to the sender. */
  readonly bounceAddress: string | undefined
}

/** Where an installation has its `Services`; the same in every copy of this package. For adapters, not for hosts. */
export const services: unique symbol = Symbol.for('sillage.services')

/**
 * What an adapter mounts: any installation that `createSillage` made. Only its `services` are required; their members
 * are between the core and its adapters, and may change with any release.
 */
export interface Mountable {
  readonly [services]: Services
}

/** The installation with its parts, which no loop over it and no log shows. */
export function withServices<T extends object>(parts: Services, installation: T): T & Mountable {
  return Object.defineProperty(installation, services, { value: parts }) as T & Mountable
}

/**
 * The path of `baseUrl`, the place of a mount that is given no other: '' for none. Throws `invalid_option` where it is
 * a function: tenants may have other paths, and one mount stands at one.
 */
export function basePath(sillage: Mountable): string {
  const { fixed } = sillage[services].urls
  return fixed === undefined
    ? refuse('prefix', 'the path of the mount, because baseUrl is a function', 'none')
    : basePathOf(fixed)
}
