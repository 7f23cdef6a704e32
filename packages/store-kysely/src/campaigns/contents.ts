import { createHash } from 'node:crypto'
import type { StoredContent } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'

const digestOf = ({ subject, html, text }: StoredContent): string =>
  createHash('sha256')
    .update(JSON.stringify([subject, html, text]))
    .digest('base64url')
    .slice(0, 32)

/** Stores a content where its owner has no equal one; returns its id, locked, so that nobody deletes it meanwhile. */
export function* keepContent(
  { dialect, tables }: SqlContext,
  owner: string,
  { subject, html, text }: StoredContent,
): Work<number> {
  const digest = digestOf({ subject, html, text })
  // An equal content that is deleted between the two statements is added by the next round.
  for (;;) {
    yield* change(sql`insert into ${tables.contents} (owner, digest, subject, html, text)
      values (${owner}, ${digest}, ${subject}, ${html}, ${text}) on conflict (owner, digest) do nothing`)
    const stored = yield* first<{ id: number }>(
      sql`select id from ${tables.contents} where owner = ${owner} and digest = ${digest} ${dialect.lock}`,
    )
    if (stored !== undefined) return stored.id
  }
}

/** Deletes those of these contents that nothing refers to. The lock shows what was kept while it was waited for. */
export function* dropUnused({ dialect, tables }: SqlContext, ids: readonly number[]): Work<void> {
  if (ids.length === 0) return
  const given = dialect.inputTable({ id: 'integer' }).of(ids.map((id) => ({ id })))
  yield* rows(sql`select id from ${tables.contents} where id in (select id from ${given}) order by id ${dialect.lock}`)
  yield* change(sql`delete from ${tables.contents} where id in (select id from ${given})
    and not exists (select 1 from ${tables.campaigns} c where c.content_id = ${tables.contents}.id)
    and not exists (select 1 from ${tables.versions} n where n.content_id = ${tables.contents}.id)
    and not exists (select 1 from ${tables.messages} m where m.content_id = ${tables.contents}.id)`)
}

/** Notes from which version on a campaign has a content; before the first start, nothing was sent of what it had. */
export function* noteVersion(
  context: SqlContext,
  { id, version, contentId, started }: { id: number; version: number; contentId: number; started: boolean },
): Work<void> {
  const { tables } = context
  const earlier = started
    ? []
    : yield* rows<{ content_id: number }>(sql`select content_id from ${tables.versions} where campaign_id = ${id}`)
  if (!started) yield* change(sql`delete from ${tables.versions} where campaign_id = ${id}`)
  yield* change(sql`insert into ${tables.versions} (campaign_id, version, content_id)
    values (${id}, ${version}, ${contentId})`)
  yield* dropUnused(
    context,
    earlier.map((row) => row.content_id).filter((one) => one !== contentId),
  )
}

/** Gives a campaign, which the caller has locked, the content that a change leads to, from its next version on. */
export function* changeContent(context: SqlContext, id: number, changes: Partial<StoredContent>): Work<void> {
  const { tables } = context
  if (changes.subject === undefined && changes.html === undefined && changes.text === undefined) return
  const before = yield* first<
    StoredContent & { owner: string; version: number; started: number | null; content: number }
  >(
    sql`select c.owner, c.version, c.started_at as started, c.content_id as content, k.subject, k.html, k.text
      from ${tables.campaigns} c join ${tables.contents} k on k.id = c.content_id where c.id = ${id}`,
  )
  if (before === undefined) return
  const { subject = before.subject, html = before.html, text = before.text } = changes
  const contentId = yield* keepContent(context, before.owner, { subject, html, text })
  if (contentId === before.content) return
  yield* change(sql`update ${tables.campaigns} set content_id = ${contentId} where id = ${id}`)
  yield* noteVersion(context, { id, version: before.version + 1, contentId, started: before.started !== null })
}

/** The content a campaign had at a version. */
export function* contentAt({ tables }: SqlContext, id: number, version: number): Work<StoredContent | undefined> {
  return yield* first<StoredContent>(sql`select k.subject, k.html, k.text from ${tables.campaigns} c
    join ${tables.versions} n on n.campaign_id = c.id and n.version <= ${version}
    join ${tables.contents} k on k.id = n.content_id
    where c.id = ${id} and c.removed = 0 and c.version >= ${version} order by n.version desc limit 1`)
}

/** Every content of a campaign. */
export function* contentsOf({ tables }: SqlContext, id: number): Work<number[]> {
  const found = yield* rows<{ id: number }>(
    sql`select content_id as id from ${tables.campaigns} where id = ${id}
      union select content_id from ${tables.versions} where campaign_id = ${id}`,
  )
  return found.map((row) => row.id)
}
