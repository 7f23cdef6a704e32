import { isDeepStrictEqual } from 'node:util'
import type { SortOrder } from '../../domain/message.ts'
import { createDueHeap } from '../../kit/due-heap.ts'
import { fold } from '../../kit/fold.ts'
import type { CampaignStore } from '../port/campaign-store.ts'
import type { CampaignRecord, CampaignSummary, NewCampaign, SentContent } from '../port/records.ts'
import type { TimelineHour } from '../port/timeline.ts'
import { emptyFigures } from '../rules/counters.ts'
import { editConflict } from '../rules/edit-conflict.ts'
import { stepOf } from '../rules/outbox-facts.ts'
import { countedPrograms } from '../rules/programs.ts'
import { medianOfBuckets, readTimeBucket } from '../rules/read-times.ts'
import { isEmptyHour } from '../rules/timeline.ts'
import { agenda } from './agenda.ts'
import { namePictures } from './assets.ts'
import { requireAttachments } from './attachments.ts'
import { setStatus } from './campaign-status.ts'
import { type KeysetOrder, pageBy } from './keyset.ts'
import { memoryLinks } from './links.ts'
import { clearPlan, plan } from './plan.ts'
import { recount } from './recount.ts'
import { remove, sweep } from './removal.ts'
import { type CampaignRow, campaignKey, campaignRow, copy, isVisible, type MemoryState, nextId } from './state.ts'

function listOrder(byName: boolean, order: SortOrder): KeysetOrder {
  const id = { type: 'number', order } as const
  return byName
    ? { kind: `campaigns:name:${order}`, parts: [{ type: 'string', order }, id] }
    : { kind: `campaigns:${order}`, parts: [id] }
}

export function memoryCampaigns(state: MemoryState): CampaignStore {
  return {
    ...memoryLinks(state),

    async create(campaign) {
      const { row, created } = createRow(state, campaign, { kind: 'campaign' })
      return { campaign: copy(row.record), created }
    },
    async get(id, owner) {
      return copy(campaignRow(state, id, owner)?.record)
    },
    getMany: async (ids) => rowsOf(state, ids).map(({ record }) => copy(record)),
    content: async (id, version) => copy(contentOf(campaignRow(state, id), version)),
    async summary(id, owner) {
      const row = campaignRow(state, id, owner)
      return row === undefined ? undefined : summaryOf(row)
    },
    summaries: async (ids) => rowsOf(state, ids).map(summaryOf),
    async list(request) {
      const { owner, status } = request
      const words = fold(request.q ?? '')
      const rows = [...state.campaigns.values()].filter(
        ({ record }) =>
          record.kind === 'campaign' &&
          isVisible(record.owner, owner) &&
          (status === undefined || record.status === status) &&
          fold(record.name).includes(words),
      )
      const byName = request.sort === 'name'
      const order = request.order ?? 'desc'
      const { items, next } = pageBy(rows, request, listOrder(byName, order), ({ record: { name, id } }) =>
        byName ? [fold(name), id] : [id],
      )
      return { items: items.map(summaryOf), next }
    },
    async update(id, changes, from, edit) {
      const row = campaignRow(state, id)
      if (row === undefined || !from.includes(row.record.status)) return undefined
      const { ifRevision = row.record.revision } = edit ?? {}
      if (ifRevision !== row.record.revision) throw editConflict(row.record.kind, ifRevision, row.record)
      requireAttachments(state, changes.attachments)
      Object.assign(row.record, copy(changes))
      row.record.version++
      keepContent(row)
      namePictures(state, row.record.html)
      if (edit !== undefined) {
        row.record.revision++
        row.record.updatedAt = edit.at
      }
      return copy(row.record)
    },
    async changeStatus(id, change) {
      const row = campaignRow(state, id)
      if (row === undefined || !change.from.includes(row.record.status)) return undefined
      setStatus(state, row, change, stepOf(change))
      return copy(row.record)
    },
    plan: async (campaignId, batch, at, end) => plan(state, campaignId, batch, at, end),
    clearPlan: async (campaignId, limit) => clearPlan(state, campaignId, limit),

    async dueForStart(now, limit) {
      const due = scheduled(state).filter(({ at }) => at <= now)
      return due.slice(0, limit).map(({ id }) => id)
    },
    agenda: async (request) => agenda(state, request),
    async sending() {
      return [...state.campaigns.values()].flatMap(({ record: { id, kind, status } }) =>
        kind === 'campaign' && status === 'sending' ? id : [],
      )
    },
    remove: async (id, owner) => remove(state, id, owner),
    sweep: async (limit, now) => sweep(state, limit, now),
    async timeline(campaignId, { from = -Infinity, before = Infinity } = {}) {
      const row = campaignRow(state, campaignId)
      return row === undefined ? [] : timelineOf(row).filter(({ hour }) => hour >= from && hour < before)
    },
    async programs(campaignId) {
      const row = campaignRow(state, campaignId)
      return row === undefined ? [] : copy([...countedPrograms(row.programs).values()])
    },
    async medianReadMs(campaignId) {
      const row = campaignRow(state, campaignId)
      return row === undefined ? undefined : medianRead(row)
    },
    recount: async (campaignId) => recount(state, campaignId),
  }
}

const rowsOf = (state: MemoryState, ids: readonly number[]): CampaignRow[] =>
  [...new Set(ids)].flatMap((id) => campaignRow(state, id) ?? [])

/** Stores a campaign or stream with what it begins with, where its key is new. */
export function createRow(
  state: MemoryState,
  given: NewCampaign,
  begin: Pick<CampaignRecord, 'kind'> & Partial<CampaignRecord>,
): { row: CampaignRow; created: boolean } {
  const key = campaignKey({ ...given, ...begin })
  const earlier = key === undefined ? undefined : campaignRow(state, state.campaignKeys.get(key) ?? 0)
  if (earlier !== undefined) return { row: earlier, created: false }
  requireAttachments(state, given.attachments)
  const row = newRow(nextId(state, 'campaigns'), given, begin)
  namePictures(state, row.record.html)
  state.campaigns.set(row.record.id, row)
  if (key !== undefined) state.campaignKeys.set(key, row.record.id)
  return { row, created: true }
}

function newRow(
  id: number,
  campaign: NewCampaign,
  begin: Pick<CampaignRecord, 'kind'> & Partial<CampaignRecord>,
): CampaignRow {
  const record: CampaignRecord = {
    ...copy(campaign),
    id,
    transactional: campaign.transactional ?? false,
    preheader: campaign.preheader ?? null,
    document: copy(campaign.document ?? null),
    engine: campaign.engine ?? null,
    attachments: copy(campaign.attachments ?? []),
    updatedAt: campaign.createdAt,
    status: 'draft',
    startedAt: null,
    finishedAt: null,
    plannedAt: null,
    pauseReason: null,
    version: 1,
    revision: 1,
    ...emptyFigures(),
    ...begin,
  }
  return {
    record,
    contents: [contentAt(record)],
    removed: false,
    purged: 'nothing',
    messages: new Map(),
    byEmail: new Map(),
    onlyOnes: new Set(),
    due: createDueHeap(),
    timeline: new Map(),
    programs: new Map(),
    events: [],
  }
}

const contentAt = ({
  version,
  from,
  subject,
  preheader,
  html,
  text,
  document,
  engine,
  attachments,
}: CampaignRecord) => ({
  version,
  from,
  subject,
  preheader,
  html,
  text,
  document: copy(document),
  engine,
  attachments: copy(attachments),
})

/** Adds content and sender where one is another; before the first start, it replaces what was there. */
function keepContent({ record, contents }: CampaignRow): void {
  const [last, next] = [contents.at(-1), contentAt(record)]
  if (last !== undefined && isDeepStrictEqual({ ...last, version: 0 }, { ...next, version: 0 })) return
  if (record.startedAt === null) contents.splice(0)
  contents.push(next)
}

function contentOf(row: CampaignRow | undefined, version: number): SentContent | undefined {
  const found = row?.record.version === undefined || version > row.record.version ? undefined : row.contents
  const last = found?.findLast((content) => content.version <= version)
  if (last === undefined) return undefined
  const { version: _, ...content } = last
  return content
}

export function summaryOf({ record }: CampaignRow): CampaignSummary {
  const { preheader: _preheader, html: _html, text: _text, document: _document, engine: _engine, ...rest } = record
  const { attachments: _files, ...summary } = rest
  return copy(summary)
}

function scheduled(state: MemoryState): { id: number; at: number }[] {
  return [...state.campaigns.values()]
    .flatMap(({ record: { id, status, scheduledAt } }) =>
      status === 'scheduled' && scheduledAt !== null ? { id, at: scheduledAt } : [],
    )
    .sort((a, b) => a.at - b.at || a.id - b.id)
}

/** Oldest first. */
const timelineOf = ({ timeline }: CampaignRow): TimelineHour[] =>
  [...timeline]
    .filter(([, counts]) => !isEmptyHour(counts))
    .sort(([a], [b]) => a - b)
    .map(([hour, counts]) => ({ hour, ...counts }))

function medianRead({ messages }: CampaignRow): number | undefined {
  const buckets = new Map<number, number>()
  for (const { record } of messages.values()) {
    if (record.readMs === null) continue
    const bucket = readTimeBucket(record.readMs)
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1)
  }
  return medianOfBuckets(buckets)
}
