import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sillageFastify } from '@sillage/adapter-fastify'
import {
  type Clock,
  createSillage,
  englishNames,
  frenchNames,
  type Sillage,
  smtpTransport,
  storeAssets,
} from '@sillage/core'
import { postgresStore } from '@sillage/store-postgres'
import { sqliteStore } from '@sillage/store-sqlite'
import Fastify from 'fastify'
import { inboxFileFor, isPostgres } from './environment.ts'
import { inboxRoutes } from './inbox/inbox-routes.ts'
import { type Inbox, startInbox } from './inbox/start-inbox.ts'
import { isLocalRequest } from './local-request.ts'
import { bundleAssets } from './page/bundle-assets.ts'
import type { Language } from './page/language.ts'
import { pageRoutes } from './page/page-routes.ts'
import { seed } from './seed/seed.ts'
import { sendReceipts } from './shop/receipts.ts'
import { brandOf, topics } from './shop/sender.ts'
import { shopRoutes } from './shop/shop-routes.ts'

export interface DemoOptions {
  port: number
  /** Default: localhost and the port. */
  baseUrl?: string | undefined
  /** Where mails go; default: the built-in inbox. */
  smtpUrl?: string | undefined
  /** SQLite file, `:memory:`, or a `postgres://` URL. */
  database: string
  names?: Language | undefined
  from?: string | undefined
  concurrency?: number | undefined
  leaseMs?: number | undefined
  /** Default: the system's. */
  clock?: Clock | undefined
  /** Whether look and topics are those of the page for settings. Default: they are the workshop's. */
  ownSettings?: boolean | undefined
  /** False: `authorize` is not given, so no one may manage campaigns. Default: every request of this machine. */
  authorize?: boolean | undefined
}

export interface Demo {
  url: string
  /** Where the API is mounted. */
  apiUrl: string
  sillage: Sillage
  inbox: Inbox
  /** What the first start made; undefined on later ones. */
  seeded: { companies: number; contacts: number; templates: number } | undefined
  /** Lets running sends finish for a moment, then closes everything. */
  stop(): Promise<void>
}

const MOUNT = '/sillage'
const DEFAULT_FROM = 'Atelier du Quai <bonjour@atelier-du-quai.example>'
const GRACE_MS = 2000

/**
 * The whole system in one process: inbox, store, engine, API and pages, on 127.0.0.1. Throws the error of the port or
 * the database when one is not available.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const url = options.baseUrl ?? `http://localhost:${options.port}`
  const { database } = options
  const inboxFile = inboxFileFor(database)
  if (inboxFile !== ':memory:') await mkdir(dirname(inboxFile), { recursive: true })
  const inbox = await startInbox({ filename: inboxFile })
  const sillage = createSillage({
    store: isPostgres(database) ? postgresStore({ connectionString: database }) : sqliteStore({ filename: database }),
    transport: smtpTransport(options.smtpUrl ?? inbox.smtpUrl),
    baseUrl: url + MOUNT,
    from: options.from ?? DEFAULT_FROM,
    content: options.ownSettings === true ? {} : { brand: brandOf(url), topics },
    assets: storeAssets(),
    privacy: { ip: 'full' },
    tracking: { readTime: true },
    sending: { concurrency: options.concurrency, leaseMs: options.leaseMs },
    clock: options.clock,
  })
  inbox.changes.on('report', (raw) => {
    sillage.feedback.recordMail(raw, { source: 'inbox' }).catch((error: unknown) => console.error(error))
  })
  const app = Fastify({ forceCloseConnections: true })
  async function stop() {
    inbox.changes.removeAllListeners('report')
    await sillage.stop({ graceMs: GRACE_MS })
    await app.close()
    await sillage.close()
    await inbox.stop()
  }
  try {
    await sillage.migrate()
    const seeded = await seed(sillage, url)
    await app.register(sillageFastify, {
      prefix: MOUNT,
      sillage,
      names: options.names === 'fr' ? frenchNames : englishNames,
      ...(options.authorize === false ? {} : { authorize: ({ headers }) => isLocalRequest(headers) }),
    })
    await app.register(inboxRoutes, { prefix: '/inbox', inbox })
    await app.register(shopRoutes, { prefix: '/shop', placeOrder: sendReceipts(sillage, url) })
    await app.register(pageRoutes, {
      assets: await bundleAssets(),
      names: options.names ?? 'en',
      outside: options.smtpUrl !== undefined,
    })
    await app.listen({ port: options.port, host: '127.0.0.1' })
    await sillage.start()
    return { url, apiUrl: url + MOUNT, sillage, inbox, seeded, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
