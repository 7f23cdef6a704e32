import type { SillageApi } from './api/sillage-api.ts'
import type { LiveEvents } from './domain/live.ts'
import type { When } from './domain/when.ts'
import type { Feedback } from './feedback/record-feedback.ts'
import type { Services, services } from './http/services.ts'
import type { On } from './news/news.ts'
import type { Subscribe } from './news/subscribe.ts'
import type { Metrics } from './observe/metrics.ts'
import type { Repair } from './stats/repair.ts'
import type { MigrateOptions } from './store/port/store.ts'

/**
 * The figures of campaigns as they change: the frames of the live feed, coalesced, of all processes where the bus
 * connects them. A figure is replaced by the next; what happens once comes by `on`.
 */
export interface Live {
  /**
   * Calls `listener` at each frame, in this process, and does not wait for it. Returns the function that ends it. A
   * listener that throws or rejects is logged and affects nothing else. Throws `invalid_option` for another event.
   */
  on<E extends keyof LiveEvents>(event: E, listener: (data: LiveEvents[E]) => unknown): () => void
}

/** What keeps an installation's data right; of every tenant. */
export interface Maintenance extends Repair {
  /**
   * Deletes at once, without the notice and the pauses of started processes, what `privacy.retention` no longer allows;
   * at most 500 rows a transaction, so that it can be interrupted and repeated; says how many rows in all.
   */
  purge(): Promise<{ rows: number }>
}

/**
 * One installation. Made by `createSillage`, which does no I/O: call `migrate()` once, then `start()` in every process,
 * and `close()` at its end. Methods reject with a `SillageError` whose `code` is of the closed table, such as
 * `store_unavailable` while the store cannot be reached, and `invalid_option` for a wrong or unknown option. Its own
 * namespaces see the rows of every tenant; where the option `tenants` is `required` they reject with `missing_owner`.
 */
export interface Sillage extends SillageApi {
  /**
   * The same namespaces for one tenant: they see only its rows, and what they make is its own. Cheap; make one for each
   * request. Throws `invalid_option` for an owner that is empty.
   */
  for(owner: string): SillageApi
  /** The rows of every tenant, also where `tenants` is `required`; what it makes belongs to none. */
  forAll(): SillageApi
  /**
   * Creates or upgrades the tables; safe to call at every start and from several processes at once, of which one does
   * it. `advanceIds` skips the ids that mails sent after a restored backup hold. Rejects with `database_newer` when the
   * tables are from another release: a later one, or 0.1.
   */
  migrate(options?: MigrateOptions): Promise<void>
  /**
   * Reads the token keys, joins the bus and begins to work: campaigns that were being sent continue, scheduled ones
   * start on time. `send: false` for processes that only serve pages and hits. Rejects with `missing_transport` where
   * there is none to send with, and with errors of store or bus.
   */
  start(options?: { send?: boolean }): Promise<void>
  /**
   * Ends sending: messages being sent finish within `graceMs` (default 10000) and are cut then, claims are released at
   * once. Hits are still recorded and pages served; `start()` resumes.
   */
  stop(options?: { graceMs?: number }): Promise<void>
  /**
   * Stops, ends live connections, stores the hits in memory (for up to 10 seconds), and closes bus, transport and
   * store; a pool that the host gave the store stays open. A second call returns the promise of the first. Nothing
   * works afterwards.
   */
  close(): Promise<void>
  /**
   * Sends what is due, of one campaign or all, until it is done or `until`; returns how many a
   * server accepted. For cron and foreign queues; any number may run at once, here and elsewhere, because each message
   * has one lease. Ends early when the mail server cannot be reached. Rejects with `missing_transport`.
   */
  sendDue(options?: { campaignId?: string | undefined; until?: When | undefined }): Promise<number>
  /** A snapshot of this process's figures; cheap enough for every scrape. */
  metrics(): Metrics
  /** Facts of this process: what happened to messages, recipients and campaigns. See `On`. */
  readonly on: On
  /** The same at least once, through crashes and restarts. See `Subscribe`. */
  readonly subscribe: Subscribe
  readonly live: Live
  readonly feedback: Feedback & {
    /**
     * The URL to enter at a provider, for a source of `feedback.sources`. It holds a key: whoever has it may say what
     * came back, where the provider does not sign. Throws `invalid_option` for another name.
     */
    url(source: string): string
  }
  readonly maintenance: Maintenance
  /** @internal for adapters */
  readonly [services]: Services
}
