import type { Consent } from '@sillage/core'
import { addressKey, changedConsent, type ExportedRecipient, type PrivacyStore } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { softBouncesOf } from '../directory/soft-bounces.ts'
import { underAddress } from '../directory/suppression-store.ts'
import { prepared } from '../prepared.ts'
import { given, part } from '../query-parts.ts'
import { contactColumns, contactOf, suppressionColumns, suppressionOf } from '../rows/directory-rows.ts'
import { eventColumns, eventOf } from '../rows/event-row.ts'
import { messageColumns, messageOf, wholeMessages } from '../rows/message-row.ts'
import { orEmpty, orNull, parseJson } from '../rows/values.ts'
import { change, first, rows, type Work } from '../work.ts'
import { decideAlone, logConsent, newestConsent } from './consent-log.ts'
import { erase } from './erase.ts'
import { messagesTo } from './messages-to.ts'
import { ownersOf } from './owners-of.ts'
import { purge } from './purge.ts'
import { purgeable } from './purgeable.ts'

type ConsentChange = Parameters<PrivacyStore['setConsent']>[0]

export function privacyStore(context: SqlContext): PrivacyStore {
  const { engine } = context
  const { decision, contact } = consentReads(context)

  function* consentOf(owner: string, key: string): Work<Consent | null> {
    const decided = yield* first(decision(owner, key))
    if (decided !== undefined) return parseJson(decided.consent)
    const given = yield* first(contact(owner, key))
    return given === undefined ? null : parseJson(given.consent)
  }

  return {
    setConsent: (changed, messageId) => engine.write(() => setConsent(context, changed, messageId)),
    consentOf: (owner, email) => engine.read(() => consentOf(orEmpty(owner), addressKey(email))),
    export: (owner, email, emailHash) =>
      engine.read(() => {
        const of = owner === undefined ? undefined : orEmpty(owner)
        return exportRecipient(context, of, addressKey(email), emailHash)
      }),
    async erase(erasure) {
      const messages = await engine.write(() => erase(context, erasure))
      return { messages, delayed: (await engine.forget?.()) === false }
    },
    purge: (retention, limit, now) => engine.write(() => purge(context, retention, limit, now)),
    purgeable: (retention, limit, now, cursor) =>
      engine.browse(() => purgeable(context, retention, { limit, now, cursor })),
  }
}

function* setConsent(context: SqlContext, changed: ConsentChange, messageId?: number): Work<boolean> {
  const { db, dialect } = context
  const [owner, key] = [orEmpty(changed.owner), addressKey(changed.email)]
  yield* decideAlone(context, owner)
  const after = (stored: readonly { id: number; consent: string | null }[]) => {
    const values = stored.map(({ id, consent }) => {
      return { id, consent: JSON.stringify(changedConsent(parseJson(consent), changed)) }
    })
    return given(dialect, { id: 'integer', consent: 'text' }, values)
  }
  const locked = yield* rows(
    db
      .selectFrom('email_messages')
      .select(['id', 'email_key', 'consent'])
      .where('id', 'in', messagesTo(context, owner, key))
      .orderBy('id')
      .modifyEnd(part(dialect.lock)),
  )
  // An erasure may have had them first: they are chosen by what was there before it, and read as it left them.
  const messages = locked.filter(({ email_key }) => email_key === key)
  if (messageId !== undefined && !messages.some(({ id }) => id === messageId)) return false
  yield* logConsent(context, owner, key, changed)
  yield* change(
    db
      .updateTable('email_messages as m')
      .from(after(messages))
      .set('consent', ({ ref }) => ref('v.consent'))
      .whereRef('m.id', '=', 'v.id'),
  )
  const contacts = yield* rows(
    db
      .selectFrom('email_contacts')
      .select(['id', 'consent'])
      .where('owner', '=', owner)
      .where('email_key', '=', key)
      .orderBy('id')
      .modifyEnd(part(dialect.lock)),
  )
  yield* change(
    db
      .updateTable('email_contacts as c')
      .from(after(contacts))
      .set('consent', ({ ref }) => ref('v.consent'))
      .whereRef('c.id', '=', 'v.id'),
  )
  return true
}

const consentReads = ({ db }: SqlContext) => ({
  decision: prepared((owner: string, key: string) => newestConsent(db, owner, key)),
  contact: prepared((owner: string, key: string) =>
    db.selectFrom('email_contacts').select('consent').where('owner', '=', owner).where('email_key', '=', key),
  ),
})

function* exportRecipient(
  context: SqlContext,
  owner: string | undefined,
  key: string,
  hash: string | null,
): Work<ExportedRecipient> {
  const { db, dialect } = context
  const owners = owner === undefined ? yield* ownersOf(context, key, hash) : [owner]
  const theirs = db
    .selectFrom(
      given(
        dialect,
        { owner: 'text' },
        owners.map((one) => ({ owner: one })),
      ),
    )
    .select('v.owner')
  const contacts = yield* rows(
    db
      .selectFrom('email_contacts')
      .select(contactColumns)
      .where('owner', 'in', theirs)
      .where('email_key', '=', key)
      .orderBy('id'),
  )
  const suppressions = yield* rows(
    db
      .selectFrom('email_suppressions')
      .select(suppressionColumns)
      .where('owner', 'in', theirs)
      .where(underAddress(key, hash))
      .orderBy('id'),
  )
  const consents = yield* rows(
    db
      .selectFrom('email_consents')
      .select(['owner', 'email', 'consent', 'at', 'source'])
      .where('owner', 'in', theirs)
      .where('email_key', '=', key)
      .orderBy('id'),
  )
  const own = messagesTo(context, owner, key)
  const messages = yield* rows(wholeMessages(db).select(messageColumns).where('m.id', 'in', own).orderBy('m.id'))
  const events = yield* rows(
    db
      .selectFrom('email_tracking_events as e')
      .innerJoin('email_messages as m', 'm.id', 'e.message_id')
      .select([...eventColumns, 'm.campaign_id as of_campaign'])
      .where('e.message_id', 'in', own)
      .orderBy('e.message_id')
      .orderBy('e.id'),
  )
  return {
    contacts: contacts.map(contactOf),
    suppressions: suppressions.map(suppressionOf),
    softBounces: yield* softBouncesOf(context, owner, key),
    messages: messages.map(messageOf),
    events: events.map((row) => eventOf(row, row.of_campaign)),
    consents: consents.map((row) => ({ ...row, owner: orNull(row.owner), consent: parseJson(row.consent) })),
  }
}
