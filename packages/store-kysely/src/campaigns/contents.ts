import { createHash } from 'node:crypto'
import type { OwnContent, SentContent, StoredContent } from '@sillage/core/store'
import type { Selectable } from 'kysely'
import type { ContentTable } from '../content-tables.ts'
import type { SqlContext } from '../context.ts'
import type { InputType } from '../dialect.ts'
import { prepared } from '../prepared.ts'
import { always, given, givenIds, part } from '../query-parts.ts'
import { contentColumns, contentRowOf } from '../rows/content-row.ts'
import { defined, parseJson } from '../rows/values.ts'
import { change, first, rows, type Work } from '../work.ts'
import { namePictures } from './assets.ts'
import { useAttachments } from './attachments.ts'

/** A content as it is stored: that of a campaign, or one that messages have for their own. */
export type NewContent = Omit<StoredContent, 'document' | 'engine'> &
  Partial<Pick<StoredContent, 'document' | 'engine'>> &
  Partial<Omit<OwnContent, keyof StoredContent>> & { owner: string; kept?: boolean | undefined }

const input = {
  ord: 'integer',
  owner: 'text',
  digest: 'text',
  subject: 'text',
  preheader: 'text',
  html: 'text',
  text: 'text',
  attachments: 'text',
  head: 'text',
  engine: 'text',
  document: 'text',
} as const satisfies Record<Exclude<keyof ContentTable, 'id'> | 'ord', InputType>
const names = [
  'owner',
  'digest',
  'subject',
  'preheader',
  'html',
  'text',
  'attachments',
  'head',
  'engine',
  'document',
] as const

/** Nothing in it is a template. */
const LITERAL = 'none'

function rowOf({
  owner,
  subject,
  preheader,
  html,
  text,
  attachments,
  from,
  replyTo,
  headers,
  kept = true,
  ...made
}: NewContent) {
  const head = from === undefined ? null : JSON.stringify({ from, replyTo, headers })
  const engine = made.literal === true ? LITERAL : (made.engine ?? null)
  const document = made.document == null ? null : JSON.stringify(made.document)
  const files = attachments.length === 0 ? [] : [attachments]
  const digest = createHash('sha256')
    .update(
      JSON.stringify([
        subject,
        preheader,
        html,
        text,
        ...files,
        ...(head === null && engine === null ? [] : [{ head, engine, document }]),
        ...(kept ? [] : [{ kept }]),
      ]),
    )
    .digest('base64url')
    .slice(0, 32)
  return {
    owner,
    digest,
    subject,
    preheader,
    html: kept ? html : '',
    text: kept ? text : null,
    attachments: JSON.stringify(attachments),
    head,
    engine,
    document,
  }
}

/**
 * Stores contents where their owners have no equal ones; returns their ids in the same order, locked, so that no other
 * transaction deletes them meanwhile.
 */
export function* keepContents(context: SqlContext, contents: readonly NewContent[]): Work<number[]> {
  const { db, dialect } = context
  const wanted = contents.map(rowOf)
  const nameOf = ({ owner, digest }: { owner: string; digest: string }) => `${digest} ${owner}`
  const files = new Map(wanted.map((row, at) => [nameOf(row), contents[at]?.attachments ?? []]))
  const distinct = [...new Map(wanted.map((row) => [nameOf(row), row])).entries()]
  // In one order, so that of two transactions with the same ones none waits for the other's second.
  const rowsInOrder = distinct.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row], ord) => ({ ord, ...row }))
  const ids = new Map<string, number>()
  // An equal content that is deleted between the two statements is added by the next round.
  while (ids.size < rowsInOrder.length) {
    const missing = rowsInOrder.filter((row) => !ids.has(nameOf(row)))
    const added = yield* rows(
      db
        .insertInto('email_contents')
        .columns(names)
        .expression(
          db
            .selectFrom(given(dialect, input, missing))
            .select(names)
            .where(always)
            .orderBy('v.ord'),
        )
        .onConflict((on) => on.columns(['owner', 'digest']).doNothing())
        .returning(['id', 'owner', 'digest']),
    )
    const found = yield* rows(
      db
        .selectFrom('email_contents')
        .select(['id', 'owner', 'digest'])
        .where(({ eb, refTuple, selectFrom }) =>
          eb(
            refTuple('owner', 'digest'),
            'in',
            selectFrom(given(dialect, input, missing))
              .select(['v.owner', 'v.digest'])
              .$asTuple('owner', 'digest'),
          ),
        )
        .orderBy('digest')
        .orderBy('owner')
        .modifyEnd(part(dialect.lock)),
    )
    for (const row of found) ids.set(nameOf(row), row.id)
    for (const row of added) yield* useAttachments(context, row.id, files.get(nameOf(row)) ?? [])
  }
  yield* namePictures(context, ...wanted.map(({ html }) => html))
  return wanted.map((row) => ids.get(nameOf(row)) ?? 0)
}

/** The same for one. */
export function* keepContent(context: SqlContext, owner: string, content: StoredContent): Work<number> {
  const { subject, preheader, html, text, document, engine, attachments } = content
  const [id = 0] = yield* keepContents(context, [
    { owner, subject, preheader, html, text, document, engine, attachments },
  ])
  return id
}

/** A content that messages have for their own. */
export const ownContent = ({ db }: SqlContext) =>
  prepared((id: number) =>
    db
      .selectFrom('email_contents')
      .select(['subject', 'preheader', 'html', 'text', 'attachments', 'head', 'engine'])
      .where('id', '=', id)
      .where('head', 'is not', null),
  )

/** Of a row that `ownContent` read. */
export function ownContentOf(
  row: Pick<Selectable<ContentTable>, 'subject' | 'preheader' | 'html' | 'text' | 'attachments' | 'head' | 'engine'>,
): OwnContent {
  const { subject, preheader, html, text, attachments, head, engine } = row
  const above = parseJson<Pick<OwnContent, 'from' | 'replyTo' | 'headers'>>(head ?? '{}')
  return {
    subject,
    preheader,
    html,
    text,
    attachments: parseJson(attachments),
    ...above,
    engine: engine === 'document' ? engine : null,
    literal: engine === LITERAL,
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

/**
 * Notes from which version on a campaign has a content and a sender; before the first start, nothing was sent of those
 * that it had.
 */
export function* noteVersion(
  context: SqlContext,
  {
    id,
    version,
    contentId,
    from,
    started,
  }: { id: number; version: number; contentId: number; from: string; started: boolean },
): Work<void> {
  const { db } = context
  const earlier = started
    ? []
    : yield* rows(db.selectFrom('email_campaign_versions').select('content_id').where('campaign_id', '=', id))
  if (!started) yield* change(db.deleteFrom('email_campaign_versions').where('campaign_id', '=', id))
  yield* change(
    db
      .insertInto('email_campaign_versions')
      .values({ campaign_id: id, version, content_id: contentId, sender_address: from }),
  )
  yield* dropUnused(
    context,
    earlier.map((row) => row.content_id).filter((one) => one !== contentId),
  )
}

/** Gives a campaign, which the caller has locked, the content and sender of a change, from its next version on. */
export function* changeContent(context: SqlContext, id: number, changes: Partial<SentContent>): Work<void> {
  const { db } = context
  const { from, ...content } = changes
  if ([from, ...contentColumns.map((name) => content[name])].every((value) => value === undefined)) return
  const before = yield* first(
    db
      .selectFrom('email_campaigns as c')
      .innerJoin('email_contents as k', 'k.id', 'c.content_id')
      .select(['c.owner', 'c.version', 'c.started_at', 'c.content_id', 'c.sender_address'])
      .select(contentColumns.map((column) => `k.${column}` as const))
      .where('c.id', '=', id),
  )
  if (before === undefined) return
  const contentId = yield* keepContent(context, before.owner, { ...contentRowOf(before), ...defined(content) })
  const sender = from ?? before.sender_address
  if (contentId === before.content_id && sender === before.sender_address) return
  yield* change(db.updateTable('email_campaigns').set({ content_id: contentId }).where('id', '=', id))
  const started = before.started_at !== null
  yield* noteVersion(context, { id, version: before.version + 1, contentId, from: sender, started })
}

/** The content and the sender that a campaign had at a version. */
export const contentAt = ({ db }: SqlContext) =>
  prepared((id: number, version: number) =>
    db
      .selectFrom('email_campaigns as c')
      .innerJoin('email_campaign_versions as n', 'n.campaign_id', 'c.id')
      .innerJoin('email_contents as k', 'k.id', 'n.content_id')
      .select(contentColumns.map((column) => `k.${column}` as const))
      .select('n.sender_address as from')
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
