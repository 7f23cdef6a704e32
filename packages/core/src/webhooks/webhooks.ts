import { randomUUID } from 'node:crypto'
import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import type { SillageEvent } from '../domain/fact.ts'
import { parseId } from '../domain/ids.ts'
import { parseInput } from '../domain/input/parse.ts'
import { deliveryQuery, secretRotation, webhookInput, webhookPatch, webhookQuery } from '../domain/input/webhooks.ts'
import { listing } from '../domain/listing.ts'
import type { Listing, PageQuery } from '../domain/page.ts'
import type { Webhook, WebhookDelivery, WebhookInput, WebhookPatch } from '../domain/webhook.ts'
import type { NewDelivery, WebhookRecord, WebhookStore } from '../store/port/webhook-store.ts'
import { toPage } from '../store/to-items.ts'
import type { Deliver } from './deliver.ts'
import { isPrivateHost } from './private-addresses.ts'
import type { Secrets } from './secrets.ts'
import type { TestLimit } from './test-limit.ts'
import { toDelivery, toWebhook } from './to-webhook.ts'

/**
 * URLs that get what happens, in order and at least once, by any process that called `start()`. Requests are
 * signed as Standard Webhooks say: `verifyWebhook` of `@sillage/core/webhooks` checks them. What a URL does not take is
 * tried again for three days with growing waits, and those after it wait; then the webhook is switched off.
 */
export interface Webhooks {
  /**
   * It gets what happens from now on. The secret is in this answer only. Throws `invalid_field`, also where the tenant
   * has a hundred.
   */
  create(input: WebhookInput): Promise<Webhook & { secret: string }>
  /** Throws `not_found`. */
  get(id: string): Promise<Webhook>
  /** Newest first. Throws `invalid_cursor`. */
  list(query?: PageQuery): Listing<Webhook>
  /** Throws `not_found`, `invalid_field`. */
  update(id: string, patch: WebhookPatch): Promise<Webhook>
  /** Throws `not_found`. */
  delete(id: string): Promise<void>
  /**
   * Sends a `webhook.test` now, also to one that is off, and resolves with what came of it. Throws `not_found`, and
   * `rate_limited` beyond ten a minute of a tenant.
   */
  test(id: string): Promise<WebhookDelivery>
  /**
   * A new secret, in this answer only. The old one signs too for `overlapMs` (milliseconds, default a day, at most a
   * week), so that receivers are changed meanwhile; with 0, none of the old ones does from now on. Throws `not_found`.
   */
  rotateSecret(id: string, options?: { overlapMs?: number | undefined }): Promise<{ secret: string }>
  /** The last hundred, newest first; `failed`: those that were not delivered. Throws `not_found`, `invalid_cursor`. */
  deliveries(id: string, query?: PageQuery & { failed?: boolean | undefined }): Listing<WebhookDelivery>
  /**
   * Sends the same fact once more, now, and resolves with what came of it. Throws `not_found`, and `rate_limited` as
   * `test` does.
   */
  redeliver(id: string, deliveryId: string): Promise<WebhookDelivery>
}

export interface WebhookParts {
  store: WebhookStore
  clock: Clock
  secrets: Secrets
  deliver: Deliver
  allowPrivate: boolean
  limit: TestLimit
  /** Has this process read for webhooks at once. */
  wake: () => void
}

const OVERLAP_MS = 86_400_000
/** Each signs every request: of more that are replaced at once, the oldest end early. */
const MOST_SECRETS = 10
/** Of a tenant: each is read for by itself. Calls at the same time may make a few more. */
const MOST_WEBHOOKS = 100

export function createWebhooks(parts: WebhookParts, owner: string | undefined): Webhooks {
  const { store, clock, secrets, deliver, allowPrivate, limit, wake } = parts

  async function found(id: string): Promise<WebhookRecord> {
    return (await store.get(parseId(id), owner)) ?? missing('webhook')
  }

  /** One that is private by itself is refused at once; what names lead to is checked with each request. */
  function checkUrl(url: string | undefined): void {
    if (url === undefined || allowPrivate || !isPrivateHost(new URL(url).hostname)) return
    const message = 'url: expected an address of the internet; private ones need the option webhooks.allowPrivate.'
    throw new SillageError('invalid_field', message, { field: 'url' })
  }

  async function refuseMany(): Promise<void> {
    let count = 0
    let cursor: string | undefined
    do {
      // Whoever sees every tenant makes those that belong to none.
      const page = await store.list({ limit: MOST_WEBHOOKS, cursor, owner })
      count += page.items.filter((one) => one.owner === (owner ?? null)).length
      cursor = page.next ?? undefined
    } while (cursor !== undefined && count < MOST_WEBHOOKS)
    if (count < MOST_WEBHOOKS) return
    const message = `url: expected at most ${MOST_WEBHOOKS} webhooks; delete one, or have one URL pass on what it gets.`
    throw new SillageError('invalid_field', message, { field: 'url' })
  }

  async function stored(delivery: NewDelivery): Promise<WebhookDelivery> {
    return toDelivery((await store.addDelivery(delivery)) ?? missing('webhook'))
  }

  return {
    async create(input) {
      const {
        url,
        events,
        machines = false,
        description = null,
        secret = secrets.make(),
      } = parseInput(webhookInput, input)
      checkUrl(url)
      await refuseMany()
      const signing = [{ sealed: await secrets.seal(secret), until: null }]
      const about = { owner: owner ?? null, url, types: events, machines, description, secrets: signing }
      const created = await store.create({ ...about, createdAt: clock.now() })
      wake()
      return { ...toWebhook(created), secret }
    },
    get: async (id) => toWebhook(await found(id)),
    list: (query = {}) =>
      listing(webhookQuery, query, async (asked) => toPage(await store.list({ ...asked, owner }), toWebhook)),
    async update(id, patch) {
      const { events: types, ...changes } = parseInput(webhookPatch, patch)
      checkUrl(changes.url)
      const changed = await store.update(parseId(id), { ...changes, types }, clock.now(), owner)
      wake()
      return toWebhook(changed ?? missing('webhook'))
    },
    async delete(id) {
      if (!(await store.remove(parseId(id), owner))) missing('webhook')
    },
    async test(id) {
      const webhook = await found(id)
      limit(webhook.owner)
      const event: SillageEvent<'webhook.test'> = {
        id: `evt_${randomUUID()}`,
        type: 'webhook.test',
        timestamp: new Date(clock.now()).toISOString(),
        owner: webhook.owner,
        data: { webhookId: id },
      }
      const sending = { factId: event.id, type: event.type, messageId: null, body: JSON.stringify(event) }
      return await stored((await deliver.send(webhook, sending)).delivery)
    },
    async rotateSecret(id, options = {}) {
      const { overlapMs = OVERLAP_MS } = parseInput(secretRotation, options)
      const webhook = await found(id)
      const now = clock.now()
      const secret = secrets.make()
      // One that was replaced a moment ago signs for as long as it was promised.
      const before = webhook.secrets
        .filter(({ until }) => overlapMs > 0 && (until === null || until > now))
        .map((one) => ({ ...one, until: one.until ?? now + overlapMs }))
      const signing = [{ sealed: await secrets.seal(secret), until: null }, ...before].slice(0, MOST_SECRETS)
      if ((await store.update(webhook.id, { secrets: signing }, now, owner)) === undefined) missing('webhook')
      return { secret }
    },
    deliveries: (id, query = {}) =>
      listing(deliveryQuery, query, async (asked) =>
        toPage(await store.deliveries((await found(id)).id, asked), toDelivery),
      ),
    async redeliver(id, deliveryId) {
      const webhook = await found(id)
      const delivery = (await store.delivery(webhook.id, parseId(deliveryId))) ?? missing('delivery')
      limit(webhook.owner)
      const { factId, type, messageId, body } = delivery
      return await stored((await deliver.send(webhook, { factId, type, messageId, body })).delivery)
    },
  }
}

function missing(what: string): never {
  throw new SillageError('not_found', `There is no ${what} with this id.`)
}
