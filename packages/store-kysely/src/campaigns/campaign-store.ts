import { type CampaignRecord, type CampaignStore, editConflict } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { prepared } from '../prepared.ts'
import { part } from '../query-parts.ts'
import {
  campaignColumns,
  campaignFields,
  campaignOf,
  linkColumns,
  linkOf,
  summaryColumns,
  summaryOf,
} from '../rows/campaign-row.ts'
import { contentRowOf } from '../rows/content-row.ts'
import { sql } from '../sql.ts'
import { change, first, rows } from '../work.ts'
import { addLinks, linksIn } from './add-links.ts'
import { agenda } from './agenda.ts'
import { changeStatus } from './change-status.ts'
import { clearPlan } from './clear-plan.ts'
import { changeContent, contentAt } from './contents.ts'
import { campaignsWithContent, createCampaign, wholeCampaign } from './create-campaign.ts'
import { listCampaigns } from './list-campaigns.ts'
import { plan } from './plan.ts'
import { programs } from './programs.ts'
import { readCampaigns, readLinks, readSummaries } from './read-many.ts'
import { recount } from './recount.ts'
import { remove } from './remove.ts'
import { sweep } from './sweep.ts'
import { medianReadMs, timeline } from './timeline.ts'

export function campaignStore(context: SqlContext): CampaignStore {
  const { engine, db, tables, dialect } = context
  const visible = campaignsWithContent(db).where('c.removed', '=', 0)
  const campaigns = visible.select(campaignColumns)
  const campaign = prepared((id: number) => campaigns.where('c.id', '=', id))
  const campaignOfOwner = prepared((id: number, owner: string) =>
    campaigns.where('c.id', '=', id).where('c.owner', '=', owner),
  )
  const summaries = visible.select(summaryColumns)
  const summary = prepared((id: number) => summaries.where('c.id', '=', id))
  const summaryOfOwner = prepared((id: number, owner: string) =>
    summaries.where('c.id', '=', id).where('c.owner', '=', owner),
  )
  const content = contentAt(context)
  const links = prepared((campaignId: number) => linksIn(db, campaignId, null).orderBy('id'))
  const linksOfContent = prepared((campaignId: number, contentId: number) =>
    linksIn(db, campaignId, contentId).orderBy('id'),
  )
  const link = prepared((id: number) => db.selectFrom('email_links').select(linkColumns).where('id', '=', id))

  return {
    create: (added) =>
      engine.write(function* () {
        const begin = { kind: 'campaign', status: 'draft' }
        const { campaign, created } = yield* createCampaign(context, { transactional: false, ...added }, begin)
        return { campaign, created }
      }),

    async get(id, owner) {
      const row = await engine.read(() => first(owner === undefined ? campaign(id) : campaignOfOwner(id, owner)))
      return row === undefined ? undefined : campaignOf(row)
    },

    getMany: (ids) => engine.read(() => readCampaigns(context, ids)),

    async content(id, version) {
      const row = await engine.read(() => first(content(id, version)))
      return row === undefined ? undefined : { ...contentRowOf(row), from: row.from }
    },

    async summary(id, owner) {
      const row = await engine.read(() => first(owner === undefined ? summary(id) : summaryOfOwner(id, owner)))
      return row === undefined ? undefined : summaryOf(row)
    },

    summaries: (ids) => engine.read(() => readSummaries(context, ids)),

    list: (request) => engine.read(() => listCampaigns(context, request)),

    update: (id, changes, from, edit) =>
      engine.write(function* () {
        const before = yield* first(
          db
            .selectFrom('email_campaigns')
            .select(['kind', 'status', 'revision', 'updated_at as updatedAt'])
            .where('id', '=', id)
            .where('removed', '=', 0)
            .modifyEnd(part(dialect.lock)),
        )
        if (before === undefined || !from.includes(before.status as CampaignRecord['status'])) return undefined
        const { ifRevision = before.revision } = edit ?? {}
        if (ifRevision !== before.revision)
          throw editConflict(before.kind as CampaignRecord['kind'], ifRevision, before)
        yield* changeContent(context, id, changes)
        const changed = db
          .updateTable('email_campaigns')
          .set(campaignFields(changes))
          .set('version', (eb) => eb('version', '+', 1))
          .where('id', '=', id)
        yield* change(
          edit === undefined
            ? changed
            : changed.set('revision', (eb) => eb('revision', '+', 1)).set('updated_at', edit.at),
        )
        return yield* wholeCampaign(context, id)
      }),

    changeStatus: (id, to) =>
      engine.write(function* () {
        return (yield* changeStatus(context, id, to)) ? yield* wholeCampaign(context, id) : undefined
      }),
    addLinks: (campaignId, links, contentId) =>
      engine.write(() => addLinks(context, campaignId, links, contentId ?? null)),

    async links(campaignId, contentId) {
      const query = contentId === undefined ? links(campaignId) : linksOfContent(campaignId, contentId)
      return (await engine.read(() => rows(query))).map(linkOf)
    },

    linksOf: (campaignIds) => engine.read(() => readLinks(context, campaignIds)),

    async link(id) {
      const row = await engine.read(() => first(link(id)))
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
          sql`select id from ${tables.campaigns}
            where status = 'sending' and kind = 'campaign' and removed = 0 order by id`,
        ),
      )
      return found.map(({ id }) => id)
    },

    remove: (id, owner) => engine.write(() => remove(context, id, owner)),
    sweep: (limit, now) => engine.write(() => sweep(context, limit, now)),
    timeline: (campaignId, hours) => engine.read(() => timeline(context, campaignId, hours)),
    async programs(campaignId) {
      return [...(await engine.read(() => programs(context, campaignId))).values()]
    },
    medianReadMs: (campaignId) => engine.read(() => medianReadMs(context, campaignId)),
    recount: (campaignId) => engine.write(() => recount(context, campaignId), { long: true }),
  }
}
