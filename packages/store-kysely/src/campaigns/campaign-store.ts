import {
  type CampaignStore,
  checkLimit,
  decodeCursor,
  editConflict,
  encodeCursor,
  type LinkRecord,
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
import { first, rows, type Work } from '../work.ts'
import { addLinks } from './add-links.ts'
import { changeStatus } from './change-status.ts'
import { clearPlan } from './clear-plan.ts'
import { plan } from './plan.ts'
import { recount } from './recount.ts'
import { remove } from './remove.ts'
import { sweep } from './sweep.ts'
import { medianReadMs, timeline } from './timeline.ts'

type ContentRow = SummaryRow & { html: string; text: string | null }

export function campaignStore(context: SqlContext): CampaignStore {
  const { engine, db, tables } = context
  const visible = db.selectFrom('email_campaigns').where('removed', '=', 0)

  function* one<Row>(statement: Sql): Work<Row | undefined> {
    return yield* first<Row>(statement)
  }

  return {
    create: (campaign) =>
      engine.write(function* () {
        const fields = campaignFields(campaign) as Required<ReturnType<typeof campaignFields>>
        const stored = yield* first<ContentRow>(
          compiled(
            db
              .insertInto('email_campaigns')
              .values({ ...fields, status: 'draft' })
              .onConflict((conflict) => conflict.columns(['owner', 'idempotency_key']).doNothing())
              .returning(campaignColumns),
          ),
        )
        if (stored !== undefined) return { campaign: campaignOf(stored), created: true }
        const earlier = yield* first<ContentRow>(
          compiled(
            db
              .selectFrom('email_campaigns')
              .select(campaignColumns)
              .where('owner', '=', orEmpty(campaign.owner))
              .where('idempotency_key', '=', campaign.key),
          ),
        )
        if (earlier === undefined) throw new Error('a campaign with this key was removed at the same moment')
        return { campaign: campaignOf(earlier), created: false }
      }),

    async get(id, owner) {
      const query = visible.select(campaignColumns).where('id', '=', id)
      const statement = compiled(owner === undefined ? query : query.where('owner', '=', owner))
      const row = await engine.read(() => one<ContentRow>(statement))
      return row === undefined ? undefined : campaignOf(row)
    },

    async summary(id, owner) {
      const query = visible.select(summaryColumns).where('id', '=', id)
      const statement = compiled(owner === undefined ? query : query.where('owner', '=', owner))
      const row = await engine.read(() => one<SummaryRow>(statement))
      return row === undefined ? undefined : summaryOf(row)
    },

    async list({ limit, cursor, owner, status }) {
      let query = visible
        .select(summaryColumns)
        .orderBy('id', 'desc')
        .limit(checkLimit(limit) + 1)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      if (status !== undefined) query = query.where('status', '=', status)
      if (cursor !== undefined) query = query.where('id', '<', decodeCursor('campaigns', cursor, ['number'])[0])
      const found = await engine.read(() => rows<SummaryRow>(compiled(query)))
      const items = found.slice(0, limit).map(summaryOf)
      return { items, next: found.length > limit ? encodeCursor('campaigns', [items.at(-1)?.id ?? 0]) : undefined }
    },

    update: (id, changes, from, edit) =>
      engine.write(function* () {
        const { ifRevision } = edit ?? {}
        let query = db
          .updateTable('email_campaigns')
          .set((eb) => ({
            ...campaignFields(changes),
            version: eb('version', '+', 1),
            ...(edit === undefined ? {} : { revision: eb('revision', '+', 1), updated_at: edit.at }),
          }))
          .where('id', '=', id)
          .where('removed', '=', 0)
          .where('status', 'in', from)
        if (ifRevision !== undefined) query = query.where('revision', '=', ifRevision)
        const row = yield* first<ContentRow>(compiled(query.returning(campaignColumns)))
        if (row !== undefined) return campaignOf(row)
        if (ifRevision === undefined) return undefined
        const other = visible
          .select(['revision', 'updated_at as updatedAt'])
          .where('id', '=', id)
          .where('status', 'in', from)
        const stored = yield* first<{ revision: number; updatedAt: number }>(
          compiled(other.where('revision', '!=', ifRevision)),
        )
        if (stored !== undefined) throw editConflict('campaign', ifRevision, stored)
        return undefined
      }),

    changeStatus: (id, change) => engine.write(() => changeStatus(context, id, change)),
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

    plan: (campaignId, batch, end) => engine.write(() => plan(context, campaignId, batch, end)),
    clearPlan: (campaignId, limit) => engine.write(() => clearPlan(context, campaignId, limit)),

    async dueForStart(now, limit) {
      const found = await engine.read(() =>
        rows<{ id: number }>(sql`select id from ${tables.campaigns}
          where status = 'scheduled' and removed = 0 and scheduled_at <= ${now} order by scheduled_at, id limit ${limit}`),
      )
      return found.map(({ id }) => id)
    },

    async nextStartAt() {
      const row = await engine.read(() =>
        one<{ at: number | null }>(sql`select min(scheduled_at) as at from ${tables.campaigns}
          where status = 'scheduled' and removed = 0`),
      )
      return row?.at ?? undefined
    },

    async sending() {
      const found = await engine.read(() =>
        rows<{ id: number }>(
          sql`select id from ${tables.campaigns} where status = 'sending' and removed = 0 order by id`,
        ),
      )
      return found.map(({ id }) => id)
    },

    remove: (id, owner) => engine.write(() => remove(context, id, owner)),
    sweep: (limit) => engine.write(() => sweep(context, limit)),
    timeline: (campaignId, bucket) => engine.read(() => timeline(context, campaignId, bucket)),
    medianReadMs: (campaignId) => engine.read(() => medianReadMs(context, campaignId)),
    recount: (campaignId) => engine.write(() => recount(context, campaignId)),
  }
}
