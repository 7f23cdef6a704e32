import {
  type CampaignRecord,
  type CampaignStore,
  checkLimit,
  decodeCursor,
  editConflict,
  encodeCursor,
  type LinkRecord,
  type StoredContent,
} from '@sillage/core/store'
import { compiled, type SqlContext } from '../context.ts'
import {
  campaignColumns,
  campaignFields,
  campaignOf,
  type LinkRow,
  linkColumns,
  linkColumnsSql,
  linkOf,
  type SummaryRow,
  summaryColumns,
  summaryOf,
} from '../rows/campaign-row.ts'
import { orEmpty } from '../rows/values.ts'
import { type Sql, sql } from '../sql.ts'
import { change, first, rows, type Work } from '../work.ts'
import { addLinks } from './add-links.ts'
import { agenda } from './agenda.ts'
import { changeStatus } from './change-status.ts'
import { clearPlan } from './clear-plan.ts'
import { changeContent, contentAt, dropUnused, keepContent, noteVersion } from './contents.ts'
import { plan } from './plan.ts'
import { recount } from './recount.ts'
import { remove } from './remove.ts'
import { sweep } from './sweep.ts'
import { medianReadMs, timeline } from './timeline.ts'

type ContentRow = SummaryRow & StoredContent

export function campaignStore(context: SqlContext): CampaignStore {
  const { engine, db, tables, dialect } = context
  const all = db.selectFrom('email_campaigns as c').innerJoin('email_contents as k', 'k.id', 'c.content_id')
  const visible = all.where('c.removed', '=', 0)

  function* one<Row>(statement: Sql): Work<Row | undefined> {
    return yield* first<Row>(statement)
  }

  function* whole(id: number): Work<CampaignRecord | undefined> {
    const row = yield* first<ContentRow>(compiled(all.select(campaignColumns).where('c.id', '=', id)))
    return row === undefined ? undefined : campaignOf(row)
  }

  return {
    create: (campaign) =>
      engine.write(function* () {
        const owner = orEmpty(campaign.owner)
        const contentId = yield* keepContent(context, owner, campaign)
        const fields = campaignFields(campaign) as Required<ReturnType<typeof campaignFields>>
        const stored = yield* first<{ id: number }>(
          compiled(
            db
              .insertInto('email_campaigns')
              .values({ ...fields, content_id: contentId, status: 'draft' })
              .onConflict((conflict) => conflict.columns(['owner', 'idempotency_key']).doNothing())
              .returning('id'),
          ),
        )
        if (stored !== undefined) yield* noteVersion(context, { ...stored, version: 1, contentId, started: false })
        else yield* dropUnused(context, [contentId])
        const keyed = db.selectFrom('email_campaigns').select('id').where('owner', '=', owner)
        const found =
          stored ?? (yield* first<{ id: number }>(compiled(keyed.where('idempotency_key', '=', campaign.key))))
        const record = found === undefined ? undefined : yield* whole(found.id)
        if (record === undefined) throw new Error('a campaign with this key was removed at the same moment')
        return { campaign: record, created: stored !== undefined }
      }),

    async get(id, owner) {
      const query = visible.select(campaignColumns).where('c.id', '=', id)
      const statement = compiled(owner === undefined ? query : query.where('c.owner', '=', owner))
      const row = await engine.read(() => one<ContentRow>(statement))
      return row === undefined ? undefined : campaignOf(row)
    },

    content: (id, version) => engine.read(() => contentAt(context, id, version)),

    async summary(id, owner) {
      const query = visible.select(summaryColumns).where('c.id', '=', id)
      const statement = compiled(owner === undefined ? query : query.where('c.owner', '=', owner))
      const row = await engine.read(() => one<SummaryRow>(statement))
      return row === undefined ? undefined : summaryOf(row)
    },

    async list({ limit, cursor, owner, status }) {
      let query = visible
        .select(summaryColumns)
        .orderBy('c.id', 'desc')
        .limit(checkLimit(limit) + 1)
      if (owner !== undefined) query = query.where('c.owner', '=', owner)
      if (status !== undefined) query = query.where('c.status', '=', status)
      if (cursor !== undefined) query = query.where('c.id', '<', decodeCursor('campaigns', cursor, ['number'])[0])
      const found = await engine.read(() => rows<SummaryRow>(compiled(query)))
      const items = found.slice(0, limit).map(summaryOf)
      return { items, next: found.length > limit ? encodeCursor('campaigns', [items.at(-1)?.id ?? 0]) : undefined }
    },

    update: (id, changes, from, edit) =>
      engine.write(function* () {
        const before = yield* first<{ status: CampaignRecord['status']; revision: number; updatedAt: number }>(
          sql`select status, revision, updated_at as "updatedAt" from ${tables.campaigns}
            where id = ${id} and removed = 0 ${dialect.lock}`,
        )
        if (before === undefined || !from.includes(before.status)) return undefined
        const { ifRevision = before.revision } = edit ?? {}
        if (ifRevision !== before.revision) throw editConflict('campaign', ifRevision, before)
        yield* changeContent(context, id, changes)
        const query = db
          .updateTable('email_campaigns')
          .set((eb) => ({
            ...campaignFields(changes),
            version: eb('version', '+', 1),
            ...(edit === undefined ? {} : { revision: eb('revision', '+', 1), updated_at: edit.at }),
          }))
          .where('id', '=', id)
        yield* change(compiled(query))
        return yield* whole(id)
      }),

    changeStatus: (id, to) =>
      engine.write(function* () {
        return (yield* changeStatus(context, id, to)) ? yield* whole(id) : undefined
      }),
    addLinks: (campaignId, links) => engine.write(() => addLinks(context, campaignId, links)),

    async links(campaignId): Promise<LinkRecord[]> {
      const found = await engine.read(() =>
        rows<LinkRow>(compiled(db.selectFrom('email_links').select(linkColumns).where('campaign_id', '=', campaignId))),
      )
      return found.map(linkOf).sort((a, b) => a.id - b.id)
    },

    async link(id) {
      const row = await engine.read(() =>
        one<LinkRow>(sql`select ${linkColumnsSql} from ${tables.links} where id = ${id}`),
      )
      return row === undefined ? undefined : linkOf(row)
    },

    plan: (campaignId, batch, at, end) => engine.write(() => plan(context, campaignId, batch, at, end)),
    clearPlan: (campaignId, limit) => engine.write(() => clearPlan(context, campaignId, limit)),

    async dueForStart(now, limit) {
      const found = await engine.read(() =>
        rows<{ id: number }>(sql`select id from ${tables.campaigns}
          where status = 'scheduled' and removed = 0 and scheduled_at <= ${now} order by scheduled_at, id limit ${limit}`),
      )
      return found.map(({ id }) => id)
    },

    agenda: (request) => engine.read(() => agenda(context, request)),

    async sending() {
      const found = await engine.read(() =>
        rows<{ id: number }>(
          sql`select id from ${tables.campaigns} where status = 'sending' and removed = 0 order by id`,
        ),
      )
      return found.map(({ id }) => id)
    },

    remove: (id, owner) => engine.write(() => remove(context, id, owner)),
    sweep: (limit, now) => engine.write(() => sweep(context, limit, now)),
    timeline: (campaignId) => engine.read(() => timeline(context, campaignId)),
    medianReadMs: (campaignId) => engine.read(() => medianReadMs(context, campaignId)),
    recount: (campaignId) => engine.write(() => recount(context, campaignId)),
  }
}
