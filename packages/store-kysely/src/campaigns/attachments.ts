import { createHash } from 'node:crypto'
import { type AttachmentStore, attachmentGone, type StoredAttachment } from '@sillage/core/store'
import type { ExpressionBuilder } from 'kysely'
import type { SqlContext } from '../context.ts'
import { givenIds, part } from '../query-parts.ts'
import { orEmpty } from '../rows/values.ts'
import type { Schema } from '../schema.ts'
import { change, first, rows, type Work } from '../work.ts'

/** Of a row of bytes: few enough that a statement is short, many enough that a file has few rows. */
const CHUNK_BYTES = 256 * 1024

export function attachmentStore(context: SqlContext): AttachmentStore {
  const { engine, db } = context
  return {
    add({ owner, bytes, at }) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      return engine.write(() => addFile(context, { owner: orEmpty(owner), hash, bytes, at }))
    },

    async size(id, owner) {
      let query = db.selectFrom('email_attachments').select('size').where('id', '=', id)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      return (await engine.read(() => first(query)))?.size
    },

    bytes: (id) => engine.browse(() => readFile(context, id)),

    dropUnused: (before, limit) => engine.write(() => dropUnusedFiles(context, before, limit)),
  }
}

/** What is in a file; undefined when it is not there. */
export function* readFile({ db, dialect }: SqlContext, id: number): Work<Buffer | undefined> {
  const file = yield* first(db.selectFrom('email_attachments').select('size').where('id', '=', id))
  if (file === undefined) return undefined
  const bytes = Buffer.allocUnsafeSlow(file.size)
  let at = 0
  for (let n = 0; at < file.size; n++) {
    const chunk = yield* first(
      db.selectFrom('email_attachment_chunks').select('bytes').where('attachment_id', '=', id).where('n', '=', n),
    )
    // Deleted meanwhile.
    if (chunk === undefined) return undefined
    at += dialect.bytesOf(chunk.bytes).copy(bytes, at)
  }
  return bytes
}

type FilesAsA = Schema & { a: Schema['email_attachments'] }

interface NewFile {
  owner: string
  hash: string
  bytes: Uint8Array
  at: number
}

/** Stores a file, or finds the one with equal bytes that its owner has; returns its id, locked. */
export function* addFile({ db, dialect }: SqlContext, { owner, hash, bytes, at }: NewFile): Work<number> {
  const known = db
    .selectFrom('email_attachments')
    .select(['id', 'created_at'])
    .where('owner', '=', owner)
    .where('hash', '=', hash)
    .modifyEnd(part(dialect.lock))
  const insert = db
    .insertInto('email_attachments')
    .values({ owner, hash, size: bytes.length, created_at: at })
    .onConflict((on) => on.columns(['owner', 'hash']).doNothing())
    .returning('id')
  // An equal file that is deleted between the two statements is added by the next round.
  for (;;) {
    const found = yield* first(known)
    if (found !== undefined) {
      if (found.created_at < at)
        yield* change(db.updateTable('email_attachments').set({ created_at: at }).where('id', '=', found.id))
      return found.id
    }
    const added = yield* first(insert)
    if (added === undefined) continue
    for (let n = 0; n * CHUNK_BYTES < bytes.length; n++) {
      const chunk = bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES)
      yield* change(
        db.insertInto('email_attachment_chunks').values({ attachment_id: added.id, n, bytes: Buffer.from(chunk) }),
      )
    }
    return added.id
  }
}

/** Added before that time, and no content or picture refers to it. */
const isUnused = (before: number) => (a: ExpressionBuilder<FilesAsA, 'a'>) =>
  a.and([
    a('a.created_at', '<', before),
    a.not(
      a.exists(
        a.selectFrom('email_content_attachments as u').select('u.content_id').whereRef('u.attachment_id', '=', 'a.id'),
      ),
    ),
    a.not(a.exists(a.selectFrom('email_assets as p').select('p.hash').whereRef('p.attachment_id', '=', 'a.id'))),
  ])

function* dropUnusedFiles({ db, dialect }: SqlContext, before: number, limit: number): Work<boolean> {
  const old = yield* rows(
    db
      .selectFrom('email_attachments as a')
      .select('a.id')
      .where(isUnused(before))
      .orderBy('a.id')
      .limit(limit)
      .modifyEnd(part(dialect.lock)),
  )
  if (old.length === 0) return false
  const ids = givenIds(
    dialect,
    old.map(({ id }) => id),
  )
  // The lock shows what came to use them, or was uploaded again, while it was waited for.
  yield* change(db.deleteFrom('email_attachments as a').where('a.id', 'in', ids).where(isUnused(before)))
  return old.length === limit
}

/** Notes which files a new content refers to. Throws `not_found` where one is gone. */
export function* useAttachments(
  { db, dialect }: SqlContext,
  contentId: number,
  files: readonly StoredAttachment[],
): Work<void> {
  const ids = [...new Set(files.map(({ attachment }) => attachment))]
  if (ids.length === 0) return
  const there = yield* rows(
    db
      .selectFrom('email_attachments')
      .select('id')
      .where('id', 'in', givenIds(dialect, ids))
      .orderBy('id')
      .modifyEnd(part(dialect.lock)),
  )
  if (there.length < ids.length) throw attachmentGone()
  yield* change(
    db.insertInto('email_content_attachments').values(ids.map((id) => ({ content_id: contentId, attachment_id: id }))),
  )
}
