import {
  type CampaignFigures,
  type CampaignRecord,
  type CampaignSummary,
  fold,
  type LinkRecord,
  type NewCampaign,
  type StoredContent,
} from '@sillage/core/store'
import type { Insertable, Selectable } from 'kysely'
import { type CampaignCounter, campaignCounterColumns } from '../counters.ts'
import type { CampaignTable, LinkTable } from '../schema.ts'
import { type ContentRow, contentColumns, contentRowOf } from './content-row.ts'
import { defined, orEmpty, orNull, parseJson } from './values.ts'

type CampaignRow = Selectable<CampaignTable>

const ownColumns = [
  'id',
  'kind',
  'owner',
  'idempotency_key',
  'name',
  'sender_address',
  'reply_to',
  'template_id',
  'options',
  'transactional',
  'status',
  'created_at',
  'updated_at',
  'scheduled_at',
  'started_at',
  'finished_at',
  'planned_at',
  'pause_reason',
  'warnings',
  'version',
  'revision',
  ...campaignCounterColumns,
] as const satisfies readonly (keyof CampaignTable)[]

type OwnColumn = (typeof ownColumns)[number]

/** What a summary is read from, of the tables called `c` and (its content) `k` there; and what a whole record is. */
export const summaryColumns = [...ownColumns.map((column) => `c.${column}` as const), 'k.subject'] as const
export const campaignColumns = [
  ...ownColumns.map((column) => `c.${column}` as const),
  ...contentColumns.map((column) => `k.${column}` as const),
] as const

export type SummaryRow = Pick<CampaignRow, OwnColumn> & Pick<StoredContent, 'subject'>

/** A campaign's figures, of the table called `c` there. */
export const figureColumns = campaignCounterColumns.map((column) => `c.${column}` as const)
type FigureRow = Pick<CampaignRow, CampaignCounter>

export function figuresOf(row: FigureRow): CampaignFigures {
  return {
    total: row.total,
    queued: row.queued,
    sent: row.sent,
    failed: row.failed,
    skipped: row.skipped,
    unknown: row.unknown,
    opens: {
      total: row.opens_total,
      unique: row.opens_unique,
      machine: row.opens_machine,
      early: row.opens_early,
      tracked: row.opens_tracked,
    },
    clicks: {
      total: row.clicks_total,
      unique: row.clicks_unique,
      machine: row.clicks_machine,
      early: row.clicks_early,
      tracked: row.clicks_tracked,
    },
    bounces: row.bounces,
    hardBounces: row.hard_bounces,
    complaints: row.complaints,
    unsubscribes: row.unsubscribes,
    unsubscribeReasons: {
      too_many: row.unsubscribes_too_many,
      not_relevant: row.unsubscribes_not_relevant,
      not_signed_up: row.unsubscribes_not_signed_up,
      other: row.unsubscribes_other,
    },
    readMs: row.read_ms,
    readMeasured: row.read_measured,
  }
}

export function summaryOf(row: SummaryRow): CampaignSummary {
  return {
    id: row.id,
    kind: row.kind as CampaignRecord['kind'],
    owner: orNull(row.owner),
    key: row.idempotency_key,
    name: row.name,
    subject: row.subject,
    from: row.sender_address,
    replyTo: parseJson(row.reply_to),
    templateId: row.template_id,
    options: parseJson(row.options),
    transactional: row.transactional === 1,
    status: row.status as CampaignRecord['status'],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    scheduledAt: row.scheduled_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    plannedAt: row.planned_at,
    pauseReason: row.pause_reason,
    warnings: parseJson(row.warnings),
    version: row.version,
    revision: row.revision,
    ...figuresOf(row),
  }
}

/** What a whole record is read from. */
export type WholeRow = SummaryRow & ContentRow

export function campaignOf(row: WholeRow): CampaignRecord {
  return { ...summaryOf(row), ...contentRowOf(row) }
}

/** The columns of a campaign's own fields, for those that are given. */
export function campaignFields(fields: Partial<NewCampaign>): Partial<Insertable<CampaignTable>> {
  const { options, warnings } = fields
  return defined<Insertable<CampaignTable>>({
    owner: fields.owner === undefined ? undefined : orEmpty(fields.owner),
    idempotency_key: fields.key,
    name: fields.name,
    name_key: fields.name === undefined ? undefined : fold(fields.name),
    sender_address: fields.from,
    reply_to: fields.replyTo === undefined ? undefined : JSON.stringify(fields.replyTo),
    template_id: fields.templateId,
    scheduled_at: fields.scheduledAt,
    created_at: fields.createdAt,
    updated_at: fields.createdAt,
    warnings: warnings === undefined ? undefined : JSON.stringify(warnings),
    options: options === undefined ? undefined : JSON.stringify(options),
    topic: options === undefined ? undefined : orEmpty(options.topic),
    resend_unknown: options === undefined ? undefined : Number(options.onUnknown === 'resend'),
    transport: options === undefined ? undefined : (options.transport ?? null),
    transactional: fields.transactional === undefined ? undefined : Number(fields.transactional),
  })
}

export const linkColumns = [
  'id',
  'campaign_id',
  'url',
  'url_key',
  'personalised',
  'engine',
  'total',
  'unique_clicks',
] as const satisfies readonly (keyof LinkTable)[]
export type LinkRow = Pick<Selectable<LinkTable>, (typeof linkColumns)[number]>

export function linkOf(row: LinkRow): LinkRecord {
  return {
    id: row.id,
    campaignId: row.campaign_id,
    url: row.url,
    personalised: row.personalised === 1,
    ...(row.engine === 'document' ? { engine: row.engine } : {}),
    total: row.total,
    unique: row.unique_clicks,
  }
}
