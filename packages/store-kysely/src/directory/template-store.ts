import { checkLimit, decodeCursor, editConflict, encodeCursor, type TemplateStore } from '@sillage/core/store'
import { compiled, type SqlContext } from '../context.ts'
import { type TemplateRow, templateColumns, templateOf } from '../rows/directory-rows.ts'
import { orEmpty } from '../rows/values.ts'
import { first, rows } from '../work.ts'

export function templateStore({ engine, db }: SqlContext): TemplateStore {
  return {
    create: ({ owner, createdAt, updatedAt, ...content }) =>
      engine.write(function* () {
        const values = { ...content, owner: orEmpty(owner), created_at: createdAt, updated_at: updatedAt }
        const row = yield* first<TemplateRow>(
          compiled(db.insertInto('email_templates').values(values).returning(templateColumns)),
        )
        if (row === undefined) throw new Error('the database returned no template')
        return templateOf(row)
      }),

    async get(id, owner) {
      const query = db.selectFrom('email_templates').select(templateColumns).where('id', '=', id)
      const statement = compiled(owner === undefined ? query : query.where('owner', '=', owner))
      const row = await engine.read(() => first<TemplateRow>(statement))
      return row === undefined ? undefined : templateOf(row)
    },

    async list({ limit, cursor, owner }) {
      let query = db
        .selectFrom('email_templates')
        .select(templateColumns)
        .orderBy('id', 'desc')
        .limit(checkLimit(limit) + 1)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      if (cursor !== undefined) query = query.where('id', '<', decodeCursor('templates', cursor, ['number'])[0])
      const found = await engine.read(() => rows<TemplateRow>(compiled(query)))
      const items = found.slice(0, limit).map(templateOf)
      return { items, next: found.length > limit ? encodeCursor('templates', [items.at(-1)?.id ?? 0]) : undefined }
    },

    replace: (id, { name, subject, html, text, updatedAt }, owner, { ifRevision } = {}) =>
      engine.write(function* () {
        let query = db
          .updateTable('email_templates')
          .set((eb) => ({ name, subject, html, text, updated_at: updatedAt, revision: eb('revision', '+', 1) }))
          .where('id', '=', id)
        if (owner !== undefined) query = query.where('owner', '=', owner)
        if (ifRevision !== undefined) query = query.where('revision', '=', ifRevision)
        const row = yield* first<TemplateRow>(compiled(query.returning(templateColumns)))
        if (row !== undefined) return templateOf(row)
        if (ifRevision === undefined) return undefined
        let other = db.selectFrom('email_templates').select('revision').where('id', '=', id)
        if (owner !== undefined) other = other.where('owner', '=', owner)
        const stored = yield* first<{ revision: number }>(compiled(other.where('revision', '!=', ifRevision)))
        if (stored !== undefined) throw editConflict('template', ifRevision, stored.revision)
        return undefined
      }),

    remove: (id, owner) =>
      engine.write(function* () {
        const query = db.deleteFrom('email_templates').where('id', '=', id).returning('id')
        const row = yield* first(compiled(owner === undefined ? query : query.where('owner', '=', owner)))
        return row !== undefined
      }),
  }
}
