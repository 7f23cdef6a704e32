import { createHash } from 'node:crypto'
import type { StoredContent } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { prepared } from '../prepared.ts'
import { givenIds, part } from '../query-parts.ts'
import { contentColumns, contentRowOf } from '../rows/content-row.ts'
import { defined } from '../rows/values.ts'
import { change, first, rows, type Work } from '../work.ts'
import { useAttachments } from './attachments.ts'

const digestOf = ({ subject, html, text, document, engine, attachments }: StoredContent): string =>
  createHash('sha256')
    .update(JSON.stringify([subject, html, text, document, engine, attachments]))
    .digest('base64url')
    .slice(0, 32)

/**
 * Stores a content where its owner has no equal one; returns its id, locked, so that no other transaction deletes it
 * meanwhile.
 */
export function* keepContent(context: SqlContext, owner: string, content: StoredContent): Work<number> {
  const { db, dialect } = context
  const { subject, html, text, document, engine, attachments } = content
  const digest = digestOf(content)
  const add = db
    .insertInto('email_contents')
    .values({
      owner,
      digest,
      subject,
      html,
      text,
      document: document === null ? null : JSON.stringify(document),
      engine,
      attachments: JSON.stringify(attachments),
    })
    .onConflict((on) => on.columns(['owner', 'digest']).doNothing())
  const find = db
    .selectFrom('email_contents')
    .select('id')
    .where('owner', '=', owner)
    .where('digest', '=', digest)
    .modifyEnd(part(dialect.lock))
  // An equal content that is deleted between the two statements is added by the next round.
  for (;;) {
    const added = yield* change(add)
    const stored = yield* first(find)
    if (stored === undefined) continue
    if (added > 0) yield* useAttachments(context, stored.id, attachments)
    return stored.id
  }
}

/** Deletes those of these contents that nothing refers to. The lock shows what was kept while it was waited for. */
export function* dropUnused({ db, dialect }: SqlContext, ids: readonly number[]): Work<void> {
  if (ids.length === 0) return
  const these = givenIds(dialect, ids)
  yield* rows(
    db.selectFrom('email_contents').select('id').where('id', 'in', these).orderBy('id').modifyEnd(part(dialect.lock)),
  )
  yield* change(
    db
      .deleteFrom('email_contents as k')
      .where('k.id', 'in', these)
      .where(({ exists, not, selectFrom }) =>
        not(exists(selectFrom('email_campaigns as c').select('c.id').whereRef('c.content_id', '=', 'k.id'))),
      )
      .where(({ exists, not, selectFrom }) =>
        not(
          exists(selectFrom('email_campaign_versions as n').select('n.version').whereRef('n.content_id', '=', 'k.id')),
        ),
      )
      .where(({ exists, not, selectFrom }) =>
        not(exists(selectFrom('email_messages as m').select('m.id').whereRef('m.content_id', '=', 'k.id'))),
      ),
  )
}

/** Notes from which version on a campaign has a content; before the first start, nothing was sent of what it had. */
export function* noteVersion(
  context: SqlContext,
  { id, version, contentId, started }: { id: number; version: number; contentId: number; started: boolean },
): Work<void> {
  const { db } = context
  const earlier = started
    ? []
    : yield* rows(db.selectFrom('email_campaign_versions').select('content_id').where('campaign_id', '=', id))
  if (!started) yield* change(db.deleteFrom('email_campaign_versions').where('campaign_id', '=', id))
  yield* change(db.insertInto('email_campaign_versions').values({ campaign_id: id, version, content_id: contentId }))
  yield* dropUnused(
    context,
    earlier.map((row) => row.content_id).filter((one) => one !== contentId),
  )
}

/** Gives a campaign, which the caller has locked, the content that a change leads to, from its next version on. */
export function* changeContent(context: SqlContext, id: number, changes: Partial<StoredContent>): Work<void> {
  const { db } = context
  if (contentColumns.every((name) => changes[name] === undefined)) return
  const before = yield* first(
    db
      .selectFrom('email_campaigns as c')
      .innerJoin('email_contents as k', 'k.id', 'c.content_id')
      .select(['c.owner', 'c.version', 'c.started_at', 'c.content_id'])
      .select(contentColumns.map((column) => `k.${column}` as const))
      .where('c.id', '=', id),
  )
  if (before === undefined) return
  const contentId = yield* keepContent(context, before.owner, { ...contentRowOf(before), ...defined(changes) })
  if (contentId === before.content_id) return
  yield* change(db.updateTable('email_campaigns').set({ content_id: contentId }).where('id', '=', id))
  yield* noteVersion(context, { id, version: before.version + 1, contentId, started: before.started_at !== null })
}

/** The content a campaign had at a version. */
export const contentAt = ({ db }: SqlContext) =>
  prepared((id: number, version: number) =>
    db
      .selectFrom('email_campaigns as c')
      .innerJoin('email_campaign_versions as n', 'n.campaign_id', 'c.id')
      .innerJoin('email_contents as k', 'k.id', 'n.content_id')
      .select(contentColumns.map((column) => `k.${column}` as const))
      .where('c.id', '=', id)
      .where('c.removed', '=', 0)
      .where('c.version', '>=', version)
      .where('n.version', '<=', version)
      .orderBy('n.version', 'desc')
      .limit(1),
  )

/** Every content of a campaign. */
export function* contentsOf({ db }: SqlContext, id: number): Work<number[]> {
  const earlier = db.selectFrom('email_campaign_versions').select('content_id').where('campaign_id', '=', id)
  const found = yield* rows(db.selectFrom('email_campaigns').select('content_id').where('id', '=', id).union(earlier))
  return found.map((row) => row.content_id)
}
