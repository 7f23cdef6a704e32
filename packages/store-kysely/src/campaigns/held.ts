import { holdingReasons, type SuppressionRecord, saidReason } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { batch, rowsOf, type Work } from '../work.ts'

/** What decides whether a campaign may mail an address, of its row. */
export interface Mailing {
  owner: string
  topic: string
  transactional: number
}

/** True when it may not be mailed, by its address or by the hash that an erasure left. */
export const isHeld = (
  { email_key, email_hash }: { email_key: string; email_hash: string | null },
  held: Held,
): boolean => heldFor({ email_key, email_hash }, held) !== undefined

/** Why it may not be mailed. */
export const heldFor = (
  { email_key, email_hash }: { email_key: string; email_hash: string | null },
  held: Held,
): Reason | undefined => saidReason([...(held.get(email_key) ?? []), ...(held.get(email_hash ?? '') ?? [])])

type Reason = SuppressionRecord['reason']
/** By address key or hash: why it may not be mailed. */
export type Held = ReadonlyMap<string, readonly Reason[]>

/** Address keys and hashes among these that may not be mailed. A template, because each `begin` runs it. */
export function* heldKeys(
  { dialect, tables }: Pick<SqlContext, 'dialect' | 'tables'>,
  messages: readonly { email_key: string; email_hash?: string | null }[],
  { owner, topic, transactional }: Mailing,
): Work<Held> {
  const holding = sql`s.owner = ${owner} and s.topic in ('', ${topic}) ${byReason(transactional === 1)}`
  const input = dialect.inputTable({ key: 'text' })
  const keys = input.of(messages.map(({ email_key }) => ({ key: email_key })))
  const hashes = messages.flatMap(({ email_hash }) => (email_hash == null ? [] : { key: email_hash }))
  const found = yield* batch([
    sql`select distinct s.email_key as key, s.reason from ${keys}
      join ${tables.suppressions} s on s.email_key = v.key and ${holding}`,
    ...(hashes.length === 0
      ? []
      : [
          sql`select distinct s.email_hash as key, s.reason from ${input.of(hashes)}
            join ${tables.suppressions} s on s.email_hash = v.key and ${holding}`,
        ]),
  ])
  const held = new Map<string, Reason[]>()
  for (const { key, reason } of found.flatMap((result) => rowsOf<{ key: string; reason: Reason }>(result)))
    held.set(key, [...(held.get(key) ?? []), reason])
  return held
}

/** Nothing where all reasons hold, as they nearly always do. */
const byReason = (transactional: boolean): Sql =>
  transactional
    ? raw(
        `and s.reason in (${holdingReasons({ transactional })
          .map((reason) => `'${reason}'`)
          .join(', ')})`,
      )
    : raw('')
