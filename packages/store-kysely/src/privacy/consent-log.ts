import { type ConsentChange, decidedConsent } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { parseJson } from '../rows/values.ts'
import { type Sql, sql } from '../sql.ts'
import { batch, change, first, rows, rowsOf, type Work } from '../work.ts'

/** The newest decision of an address. */
export type Decision = Pick<ConsentChange, 'consent' | 'at' | 'source'>

/*
 * Reading the log to plan with it and writing a decision exclude each other by owner, until their transactions end:
 * else a decision that is being made could miss the messages that are being planned, and these miss it.
 */
const turnsOf = (owner: string): string => `consents:${owner}`

/**
 * Adds a decision to the log of an address. Waits for plans of its owner that are running; later ones wait until this
 * transaction ends.
 */
export function* logConsent(
  { dialect, tables }: SqlContext,
  owner: string,
  key: string,
  { email, consent, at, source }: Pick<ConsentChange, 'email' | 'consent' | 'at' | 'source'>,
): Work<void> {
  yield* batch(dialect.takeTurns(turnsOf(owner), 'alone'))
  const before = yield* first<{ consent: string }>(
    sql`select consent from ${tables.consents} where id = ${newestOf(tables.consents, owner, sql`${key}`)}`,
  )
  const decided = JSON.stringify(decidedConsent(before === undefined ? null : parseJson(before.consent), consent))
  yield* change(sql`insert into ${tables.consents} (owner, email_key, email, consent, at, source)
    values (${owner}, ${key}, ${email}, ${decided}, ${at}, ${source})`)
}

/**
 * True when any address of this owner ever decided anything. No decision can be stored from here until this transaction
 * ends.
 */
export function* hasDecisions({ dialect, tables }: SqlContext, owner: string): Work<boolean> {
  const results = yield* batch([
    ...dialect.takeTurns(turnsOf(owner), 'shared'),
    sql`select 1 from ${tables.consents} where owner = ${owner} order by email_key limit 1`,
  ])
  return rowsOf(results.at(-1)).length > 0
}

/** The newest decision of each of these address keys that has one. */
export function* newestDecisions(
  { dialect, tables }: SqlContext,
  owner: string,
  keys: readonly string[],
): Work<Map<string, Decision>> {
  const input = dialect.inputTable({ key: 'text' }).of(keys.map((key) => ({ key })))
  const newest = sql`c.id = ${newestOf(tables.consents, owner, sql`v.key`)}`
  const found = yield* rows<{ key: string; consent: string; at: number; source: string }>(
    sql`select v.key, c.consent, c.at, c.source from ${dialect.besideEach(input, tables.consents, 'c', newest)}`,
  )
  return new Map(found.map(({ key, consent, at, source }) => [key, { consent: parseJson(consent), at, source }]))
}

/** By its position in the index, however many decisions an address has. */
const newestOf = (consents: Sql, owner: string, key: Sql): Sql =>
  sql`(select n.id from ${consents} n where n.owner = ${owner} and n.email_key = ${key} order by n.id desc limit 1)`
