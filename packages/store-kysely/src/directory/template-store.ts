import {
  checkLimit,
  decodeCursor,
  type EmailDocument,
  editConflict,
  encodeCursor,
  isSillageError,
  keyInUse,
  type TemplateStore,
} from '@sillage/core/store'
import { namePictures } from '../campaigns/assets.ts'
import type { SqlContext } from '../context.ts'
import { prepared } from '../prepared.ts'
import { templateColumns, templateOf, templateSummaryColumns, templateSummaryOf } from '../rows/directory-rows.ts'
import { orEmpty } from '../rows/values.ts'
import { change, first, rows } from '../work.ts'

export function templateStore(context: SqlContext): TemplateStore {
  const { engine, db } = context
  const templates = db.selectFrom('email_templates').select(templateColumns)
  const template = prepared((id: number) => templates.where('id', '=', id))
  const templateOfOwner = prepared((id: number, owner: string) =>
    templates.where('id', '=', id).where('owner', '=', owner),
  )
  const keyed = prepared((key: string, owner: string) => templates.where('owner', '=', owner).where('key', '=', key))

  return {
    create: ({ owner, at, key, name, subject, preheader = null, html, text, document = null }) =>
      engine.write(function* () {
        const insert = db.insertInto('email_templates').values({
          owner: orEmpty(owner),
          key,
          name,
          subject,
          preheader,
          html,
          text,
          ...made(document),
          created_at: at,
          updated_at: at,
        })
        const row = yield* first(
          insert.onConflict((on) => on.columns(['owner', 'key']).doNothing()).returning(templateColumns),
        )
        if (row !== undefined) {
          yield* namePictures(context, html)
          return { template: templateOf(row), created: true }
        }
        const earlier = yield* first(keyed(key ?? '', orEmpty(owner)))
        if (earlier === undefined) throw new Error('the database returned no template')
        return { template: templateOf(earlier), created: false }
      }),

    async get(id, owner) {
      const row = await engine.read(() => first(owner === undefined ? template(id) : templateOfOwner(id, owner)))
      return row === undefined ? undefined : templateOf(row)
    },

    async byKey(key, owner) {
      const row = await engine.read(() => first(keyed(key, orEmpty(owner))))
      return row === undefined ? undefined : templateOf(row)
    },

    async list({ limit, cursor, owner }) {
      let query = db
        .selectFrom('email_templates')
        .select(templateSummaryColumns)
        .orderBy('id', 'desc')
        .limit(checkLimit(limit) + 1)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      if (cursor !== undefined) query = query.where('id', '<', decodeCursor('templates', cursor, ['number'])[0])
      const found = await engine.read(() => rows(query))
      const items = found.slice(0, limit).map(templateSummaryOf)
      return { items, next: found.length > limit ? encodeCursor('templates', [items.at(-1)?.id ?? 0]) : undefined }
    },

    async update(id, { key, name, subject, preheader, html, text, document }, owner, { at, ifRevision }) {
      try {
        return await engine.write(function* () {
          let query = db
            .updateTable('email_templates')
            .set({
              key,
              name,
              subject,
              preheader,
              html,
              text,
              ...made(document),
              updated_at: at,
              revision: (eb) => eb('revision', '+', 1),
            })
            .where('id', '=', id)
          if (owner !== undefined) query = query.where('owner', '=', owner)
          if (ifRevision !== undefined) query = query.where('revision', '=', ifRevision)
          const row = yield* first(query.returning(templateColumns))
          if (row !== undefined) {
            yield* namePictures(context, html)
            return templateOf(row)
          }
          if (ifRevision === undefined) return undefined
          let other = db.selectFrom('email_templates').select(['revision', 'updated_at as updatedAt'])
          if (owner !== undefined) other = other.where('owner', '=', owner)
          const stored = yield* first(other.where('id', '=', id).where('revision', '!=', ifRevision))
          if (stored !== undefined) throw editConflict('template', ifRevision, stored)
          return undefined
        })
      } catch (error) {
        if (!isSillageError(error) || error.code !== 'duplicate') throw error
        throw keyInUse(error)
      }
    },

    async remove(id, owner) {
      let query = db.deleteFrom('email_templates').where('id', '=', id)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      return (await engine.write(() => change(query))) > 0
    },
  }
}

/** Null where HTML and text were given; undefined leaves what is there. */
const made = (document: EmailDocument | null | undefined) =>
  document === undefined ? {} : { document: document === null ? null : JSON.stringify(document) }
