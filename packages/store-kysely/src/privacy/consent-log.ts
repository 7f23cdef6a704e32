import { type ConsentChange, decidedConsent } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { SqlContext } from '../context.ts'
import { parseJson } from '../rows/values.ts'
import type { Schema } from '../schema.ts'
import { sql } from '../sql.ts'
import { batch, change, first, rows, rowsOf, type Work } from '../work.ts'

/** The newest decision of an address. */
export type Decision = Pick<ConsentChange, 'consent' | 'at' | 'source'>

/*
 * Reading the log to plan with it and writing a decision exclude each other by owner, until their transactions end:
 * else a decision that is being made could miss the messages that are being planned, and these miss it.
 */
const turnsOf = (owner: string): string => `consents:${owner}`

/** Waits for plans of an owner that are running; later ones wait until this transaction, which decides, ends. */
export function* decideAlone({ dialect }: SqlContext, owner: string): Work<void> {
  yield* batch(dialect.takeTurns(turnsOf(owner), 'alone'))
}

/** Adds a decision to the log of an address, where `decideAlone` came before. */
export function* logConsent(
  { db }: SqlContext,
  owner: string,
  key: string,
  { email, consent, at, source }: Pick<ConsentChange, 'email' | 'consent' | 'at' | 'source'>,
): Work<void> {
  const before = yield* first(newestConsent(db, owner, key))
  const decided = JSON.stringify(decidedConsent(before === undefined ? null : parseJson(before.consent), consent))
  yield* change(db.insertInto('email_consents').values({ owner, email_key: key, email, consent: decided, at, source }))
}

/** What an address decided last, by its position in the index. */
export const newestConsent = (db: SqlContext['db'], owner: string, key: string) =>
  db
    .selectFrom('email_consents')
    .select('consent')
    .where('owner', '=', owner)
    .where('email_key', '=', key)
    .orderBy('id', 'desc')
    .limit(1)

/**
 * True when any address of this owner ever decided anything. No decision can be stored from here until this transaction
 * ends.
 */
export function* hasDecisions({ db, dialect }: SqlContext, owner: string): Work<boolean> {
  const results = yield* batch([
    ...dialect.takeTurns(turnsOf(owner), 'shared'),
    db.selectFrom('email_consents').select('id').where('owner', '=', owner).orderBy('email_key').limit(1),
  ])
  return rowsOf(results.at(-1)).length > 0
}

type ConsentRow = Selectable<Schema['email_consents']>

/**
 * The newest decision of each of these address keys that has one: by its position in the index, however many decisions
 * an address has. By hand, because the builder knows no `besideEach`.
 */
export function* newestDecisions(
  { dialect, tables }: SqlContext,
  owner: string,
  keys: readonly string[],
): Work<Map<string, Decision>> {
  const input = dialect.inputTable({ key: 'text' }).of(keys.map((key) => ({ key })))
  const newest = sql`c.id = (select n.id from ${tables.consents} n
    where n.owner = ${owner} and n.email_key = v.key order by n.id desc limit 1)`
  const found = yield* rows<Pick<ConsentRow, 'consent' | 'at' | 'source'> & { key: string }>(
    sql`select v.key, c.consent, c.at, c.source from ${dialect.besideEach(input, tables.consents, 'c', newest)}`,
  )
  return new Map(found.map(({ key, consent, at, source }) => [key, { consent: parseJson(consent), at, source }]))
}
