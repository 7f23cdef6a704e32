import { changedLease, hookName, type Lease, outboxAsked, type Reading, type WebhookStore } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { part } from '../query-parts.ts'
import { parseJson } from '../rows/values.ts'
import { webhookColumns, webhookOf } from '../rows/webhook-row.ts'
import { change, first, rows, type Work } from '../work.ts'
import { endOf } from './outbox-store.ts'
import { ASKED } from './tell.ts'

type TakeRequest = Parameters<WebhookStore['take']>[0]

/** What reads from now on, at the end of what is stored. */
export function* beginReading(
  context: SqlContext,
  {
    name,
    webhookId,
    types,
    machines,
    now,
  }: { name: string; webhookId: number | null; types: string; machines: number; now: number },
): Work<void> {
  const place = yield* endOf(context)
  yield* change(
    context.db
      .insertInto('email_cursors')
      .values({
        name,
        webhook_id: webhookId,
        types,
        machines,
        event_id: place.event,
        outbox_id: place.outbox,
        served_at: now,
      })
      .onConflict((on) => on.column('name').doUpdateSet({ types, machines })),
  )
}

/**
 * Notes which types of the outbox anybody asks for now. Whoever changes that does it alone, so that each counts what
 * all others ask.
 */
export function* noteAsked({ db }: SqlContext): Work<void> {
  const found = yield* rows(db.selectFrom('email_cursors').select('types').distinct())
  const asked = outboxAsked(found.map(({ types }) => ({ types: parseJson(types) })))
  if (asked.length === 0) {
    yield* change(db.deleteFrom('email_settings').where('key', '=', ASKED))
    return
  }
  const value = JSON.stringify(asked)
  yield* change(
    db
      .insertInto('email_settings')
      .values({ key: ASKED, value })
      .onConflict((on) => on.column('key').doUpdateSet({ value })),
  )
}

/** Makes this the only transaction that changes what is asked for. */
export function* alone({ dialect }: SqlContext): Work<void> {
  for (const statement of dialect.takeTurns('outbox', 'alone')) yield* change(statement)
}

/** Readings that this process may take, with whose they are now, and how they are read on. */
function* readings({ db, dialect }: SqlContext, { now, subscriptions, webhooks }: TakeRequest, lock: boolean) {
  if (!webhooks && subscriptions.length === 0) return []
  let query = db
    .selectFrom('email_cursors as r')
    .leftJoin('email_webhooks as w', 'w.id', 'r.webhook_id')
    .select([
      'r.name',
      'r.types as asked_types',
      'r.machines as asked_machines',
      'r.event_id',
      'r.outbox_id',
      'r.tries',
      'r.tried_since',
      'r.next_at',
      'r.holder',
      'r.lease_until',
      part<number>(dialect.shift(now)).as('shift'),
      ...webhookColumns,
    ])
    .where(({ eb, or }) =>
      or([
        ...(webhooks ? [eb('r.webhook_id', 'is not', null)] : []),
        ...(subscriptions.length > 0 ? [eb('r.name', 'in', subscriptions)] : []),
      ]),
    )
    .orderBy('r.name')
  if (lock && dialect.lock.sql !== '')
    query = query.modifyEnd(part({ ...dialect.lock, sql: `${dialect.lock.sql} of r` }))
  return yield* rows(query)
}
type ReadingRow = Awaited<ReturnType<typeof readings> extends Generator<unknown, infer R> ? R : never>[number]

const leaseOf = ({ holder, lease_until, shift }: ReadingRow): Lease => ({ holder, until: lease_until - shift })

/** How much of a lease may be over before it is prolonged: it is written for each tick else. */
const FRESH = 2 / 3

/** What would change for this process: a lease that is free, or its own that is no longer fresh. */
function changes(row: ReadingRow, request: TakeRequest): Lease | undefined {
  const held = leaseOf(row)
  const { lease, has } = changedLease(held, request)
  const fresh = held.holder === request.holder && held.until - request.now > (request.until - request.now) * FRESH
  return fresh || (!has && lease?.until === held.until) ? undefined : lease
}

/** Reads first, and writes only where a lease is to be taken or prolonged. */
export async function take(context: SqlContext, request: TakeRequest): Promise<Reading[]> {
  const { engine } = context
  const seen = await engine.read(() => readings(context, request, false))
  if (!seen.some((row) => changes(row, request) !== undefined))
    return seen
      .filter((row) => leaseOf(row).holder === request.holder && leaseOf(row).until > request.now)
      .map(readingOf)
  return await engine.write(function* () {
    const held: Reading[] = []
    for (const row of yield* readings(context, request, true)) {
      const lease = changes(row, request)
      if (lease !== undefined) yield* storeLease(context, row, lease, request)
      const now = lease ?? leaseOf(row)
      if (now.holder === request.holder && now.until > request.now) held.push(readingOf(row))
    }
    return held
  })
}

function* storeLease(
  { db }: SqlContext,
  { name, shift }: ReadingRow,
  lease: Lease,
  { holder, now }: TakeRequest,
): Work<void> {
  const served = lease.holder === holder ? { served_at: now } : {}
  yield* change(
    db
      .updateTable('email_cursors')
      .set({ holder: lease.holder, lease_until: lease.until + shift })
      .set(served)
      .where('name', '=', name),
  )
}

function readingOf(row: ReadingRow): Reading {
  const { id, owner, types, machines, enabled, disabled_reason, created_at, updated_at, url, description, secrets } =
    row
  const hook = {
    id,
    owner,
    types,
    machines,
    enabled,
    disabled_reason,
    created_at,
    updated_at,
    url,
    description,
    secrets,
  }
  const webhook = id === null ? undefined : webhookOf(hook as Parameters<typeof webhookOf>[0], row.tried_since)
  return {
    name: row.name,
    types: parseJson(row.asked_types),
    machines: row.asked_machines === 1,
    owner: webhook === undefined ? undefined : webhook.owner,
    place: { event: row.event_id, outbox: row.outbox_id },
    tries: { count: row.tries, since: row.tried_since, nextAt: row.next_at },
    webhook,
  }
}

/** Whether this process still holds the lease of a reading, which is then locked; and of which webhook. */
export function* heldReading({ db, dialect }: SqlContext, holder: string, name: string) {
  return yield* first(
    db
      .selectFrom('email_cursors')
      .select(['name', 'webhook_id'])
      .where('name', '=', name)
      .where('holder', '=', holder)
      .modifyEnd(part(dialect.lock)),
  )
}

/** Ends the reading of a webhook that is switched off. */
export function* endReading({ db }: SqlContext, webhookId: number): Work<void> {
  yield* change(db.deleteFrom('email_cursors').where('name', '=', hookName(webhookId)))
}
