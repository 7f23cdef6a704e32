import { type AssetStore, type PictureType, picturesIn } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { given, literal, part } from '../query-parts.ts'
import { change, first, rows, type Work } from '../work.ts'
import { addFile, readFile } from './attachments.ts'

/** Pictures, whose bytes are files without an owner. */
export function assetStore(context: SqlContext): AssetStore {
  const { engine, db, dialect } = context
  return {
    add: ({ hash, type, bytes, at }) =>
      engine.write(function* () {
        const file = yield* addFile(context, { owner: '', hash, bytes, at })
        yield* change(
          db
            .insertInto('email_assets')
            .values({ hash, attachment_id: file, type, named: 0, created_at: at })
            .onConflict((on) =>
              on.column('hash').doUpdateSet({ created_at: at }).where('email_assets.created_at', '<', at),
            ),
        )
      }),

    get: (hash) =>
      engine.browse(function* () {
        const found = yield* first(
          db.selectFrom('email_assets').select(['attachment_id', 'type']).where('hash', '=', hash),
        )
        const bytes = found === undefined ? undefined : yield* readFile(context, found.attachment_id)
        return found === undefined || bytes === undefined ? undefined : { type: found.type as PictureType, bytes }
      }),

    dropUnnamed: (before, limit) =>
      engine.write(function* () {
        const old = yield* rows(
          db
            .selectFrom('email_assets')
            .select('hash')
            .where('named', '=', literal(0))
            .where('created_at', '<', before)
            .orderBy('created_at')
            .limit(limit)
            .modifyEnd(part(dialect.lock)),
        )
        if (old.length === 0) return false
        // The lock shows what was named, or given again, while it was waited for.
        yield* change(
          db
            .deleteFrom('email_assets')
            .where('hash', 'in', hashes(context, old))
            .where('named', '=', literal(0))
            .where('created_at', '<', before),
        )
        return old.length === limit
      }),
  }
}

/** Notes the pictures that stand in what is stored. */
export function* namePictures(context: SqlContext, ...texts: Parameters<typeof picturesIn>): Work<void> {
  const found = picturesIn(...texts)
  if (found.length === 0) return
  yield* change(
    context.db
      .updateTable('email_assets')
      .set({ named: 1 })
      .where(
        'hash',
        'in',
        hashes(
          context,
          found.map((hash) => ({ hash })),
        ),
      )
      .where('named', '=', literal(0)),
  )
}

const hashes = ({ db, dialect }: SqlContext, list: readonly { hash: string }[]) =>
  db.selectFrom(given(dialect, { hash: 'text' }, list)).select('v.hash')
