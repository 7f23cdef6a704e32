import type { Consent } from '@sillage/core'
import { addressKey, changedConsent, type ExportedRecipient, type PrivacyStore } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import {
  type ContactRow,
  contactColumnsSql,
  contactOf,
  type SuppressionRow,
  suppressionColumnsSql,
  suppressionOf,
} from '../rows/directory-rows.ts'
import { type EventRow, eventColumnsSql, eventOf } from '../rows/event-row.ts'
import { messageColumnsSql, messageOf, type WholeRow, wholeMessages } from '../rows/message-row.ts'
import { orEmpty, orNull, parseJson } from '../rows/values.ts'
import { sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'
import { logConsent, newestDecisions } from './consent-log.ts'
import { erase } from './erase.ts'
import { messagesTo } from './messages-to.ts'
import { ownersOf } from './owners-of.ts'
import { purge } from './purge.ts'
import { purgeable } from './purgeable.ts'

type ConsentChange = Parameters<PrivacyStore['setConsent']>[0]

export function privacyStore(context: SqlContext): PrivacyStore {
  const { engine } = context
  return {
    setConsent: (changed) => engine.write(() => setConsent(context, changed)),
    consentOf: (owner, email) => engine.read(() => consentOf(context, orEmpty(owner), addressKey(email))),
    export: (owner, email) =>
      engine.read(() => exportRecipient(context, owner === undefined ? undefined : orEmpty(owner), addressKey(email))),
    erase: (erasure) => engine.write(() => erase(context, erasure)),
    purge: (retention, limit, now) => engine.write(() => purge(context, retention, limit, now)),
    purgeable: (retention, limit, now, cursor) =>
      engine.browse(() => purgeable(context, retention, { limit, now, cursor })),
  }
}

function* setConsent(context: SqlContext, changed: ConsentChange): Work<void> {
  const { dialect, tables } = context
  const [owner, key] = [orEmpty(changed.owner), addressKey(changed.email)]
  yield* logConsent(context, owner, key, changed)
  const subjects = [
    { table: tables.messages, which: sql`id in (${messagesTo(context, owner, key)})` },
    { table: tables.contacts, which: sql`owner = ${owner} and email_key = ${key}` },
  ]
  for (const { table, which } of subjects) {
    const found = yield* rows<{ id: number; consent: string | null }>(
      sql`select id, consent from ${table} where ${which} order by id ${dialect.lock}`,
    )
    const input = dialect
      .inputTable({ id: 'integer', consent: 'text' })
      .of(
        found.map((row) => ({ id: row.id, consent: JSON.stringify(changedConsent(parseJson(row.consent), changed)) })),
      )
    yield* change(sql`update ${table} as t set consent = v.consent from ${input} where t.id = v.id`)
  }
}

function* consentOf(context: SqlContext, owner: string, key: string): Work<Consent | null> {
  const decision = (yield* newestDecisions(context, owner, [key])).get(key)
  if (decision !== undefined) return decision.consent
  const contact = yield* first<{ consent: string | null }>(
    sql`select consent from ${context.tables.contacts} where owner = ${owner} and email_key = ${key}`,
  )
  return contact === undefined ? null : parseJson(contact.consent)
}

function* exportRecipient(context: SqlContext, owner: string | undefined, key: string): Work<ExportedRecipient> {
  const { dialect, tables } = context
  const owners = owner === undefined ? yield* ownersOf(context, key) : [owner]
  const given = dialect.inputTable({ owner: 'text' }).of(owners.map((one) => ({ owner: one })))
  const of = sql`where owner in (select owner from ${given}) and email_key = ${key} order by id`
  const contacts = yield* rows<ContactRow>(sql`select ${contactColumnsSql} from ${tables.contacts} ${of}`)
  const suppressions = yield* rows<SuppressionRow>(
    sql`select ${suppressionColumnsSql} from ${tables.suppressions} ${of}`,
  )
  const consents = yield* rows<{ owner: string; email: string; consent: string; at: number; source: string }>(
    sql`select owner, email, consent, at, source from ${tables.consents} ${of}`,
  )
  const own = messagesTo(context, owner, key)
  const messages = yield* rows<WholeRow>(
    sql`select ${messageColumnsSql} from ${wholeMessages(tables)} where m.id in (${own}) order by m.id`,
  )
  const events = yield* rows<EventRow & { of_campaign: number }>(
    sql`select ${eventColumnsSql}, m.campaign_id as of_campaign from ${tables.events} e join ${tables.messages} m on m.id = e.message_id
      where e.message_id in (${own}) order by e.message_id, e.id`,
  )
  return {
    contacts: contacts.map(contactOf),
    suppressions: suppressions.map(suppressionOf),
    messages: messages.map(messageOf),
    events: events.map((row) => eventOf(row, row.of_campaign)),
    consents: consents.map((row) => ({ ...row, owner: orNull(row.owner), consent: parseJson(row.consent) })),
  }
}
