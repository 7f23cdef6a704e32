import {
  addPrograms,
  type CampaignChange,
  countedPrograms,
  type Hours,
  hourCountNames,
  type ProgramCounts,
} from '@sillage/core/store'
import type { SqlParts } from './context.ts'
import type { StatementDialect } from './dialect.ts'
import { type CampaignOfFact, stepFact, storeFacts, type Telling } from './news/tell.ts'
import { type HourColumn, hourColumns } from './rows/hour-row.ts'
import { programRow } from './rows/program-row.ts'
import { join, raw, type Sql, sql } from './sql.ts'
import { batch, finalBatch, type Result, rowsOf, type Statement, type Work } from './work.ts'

export const campaignCounterColumns = [
  'total',
  'queued',
  'sent',
  'failed',
  'skipped',
  'unknown',
  'opens_total',
  'opens_unique',
  'opens_machine',
  'opens_early',
  'opens_tracked',
  'clicks_total',
  'clicks_unique',
  'clicks_machine',
  'clicks_early',
  'clicks_tracked',
  'bounces',
  'hard_bounces',
  'complaints',
  'unsubscribes',
  'unsubscribes_too_many',
  'unsubscribes_not_relevant',
  'unsubscribes_not_signed_up',
  'unsubscribes_other',
  'read_ms',
  'read_measured',
] as const
export type CampaignCounter = (typeof campaignCounterColumns)[number]

/** Differences gathered over a group: what it adds to each counter of campaigns, links, hours and read times. */
export interface Differences {
  campaigns: Map<number, Partial<Record<CampaignCounter, number>>>
  links: Map<number, { total: number; unique: number }>
  /** By campaign. */
  hours: Map<number, Hours>
  /** By campaign, then bucket. */
  readTimes: Map<number, Map<number, number>>
  /** By campaign. */
  programs: Map<number, ProgramCounts>
}

export const noDifferences = (): Differences => ({
  campaigns: new Map(),
  links: new Map(),
  hours: new Map(),
  readTimes: new Map(),
  programs: new Map(),
})

export function addToCampaign({ campaigns }: Differences, id: number, counter: CampaignCounter, number: number): void {
  const counters = campaigns.get(id) ?? {}
  campaigns.set(id, counters)
  counters[counter] = (counters[counter] ?? 0) + number
}

/** The differences of a campaign's hours, to be added to. */
export function hoursOf({ hours }: Differences, campaignId: number): Hours {
  const own = hours.get(campaignId) ?? new Map()
  hours.set(campaignId, own)
  return own
}

export function addToPrograms({ programs }: Differences, campaignId: number, counts: ProgramCounts): void {
  const own = programs.get(campaignId) ?? new Map()
  programs.set(campaignId, own)
  addPrograms(own, counts)
}

export function addToReadTimes({ readTimes }: Differences, campaignId: number, bucket: number, number: number): void {
  const own = readTimes.get(campaignId) ?? new Map<number, number>()
  readTimes.set(campaignId, own)
  own.set(bucket, (own.get(bucket) ?? 0) + number)
}

/**
 * Writes the differences: links, then hours, then read times, then programs, then campaigns, each in the order of its
 * key. Every group takes its locks in this order, after those of its messages, so that no two groups deadlock; `before`
 * is written first and `after` last: all of it is one round, the last of its work. A campaign without queued messages
 * left becomes completed at `at`, where the differences change `queued`. Templates, because every group of hits and
 * sends ends with them, on SQLite in a thread that loads no query builder (`sql.ts` has the figures). `telling` has the
 * facts that are stored with them, `more` says that the work goes on.
 */
export function* storeDifferences(
  context: SqlParts,
  differences: Differences,
  at: number,
  { before = [], after = [], telling, more = false }: Beside = {},
): Work<CampaignChange[]> {
  const last = more ? batch : finalBatch
  const campaigns = storeCampaigns(context, differences.campaigns, at)
  const first = [
    ...before,
    ...(telling === undefined ? [] : storeFacts(context, telling)),
    ...storeLinks(context, differences.links),
    ...storeHours(context, differences.hours),
    ...storeReadTimes(context, differences.readTimes),
    ...storePrograms(context, differences.programs),
  ]
  if (campaigns.length > 0 && telling?.asked.has('campaign.completed') === true) {
    const read = yield* batch([...first, lockCampaigns(context, differences.campaigns.keys())])
    const stored = yield* batch(campaigns)
    const completed = completedBy(rowsOf(read.at(-1)), rowsOf(stored[0]))
    const facts = completed.map((campaign) => stepFact('campaign.completed', campaign, at))
    yield* last([...storeFacts(context, { ...telling, facts }), ...after])
    return changesOf(stored[0])
  }
  const results = yield* last([...first, ...campaigns, ...after])
  return campaigns.length === 0 ? [] : changesOf(results.at(-1 - after.length))
}

/** What is written beside differences. */
interface Beside {
  before?: readonly Sql[]
  after?: readonly Statement[]
  telling?: Telling | undefined
  more?: boolean
}

const changesOf = (stored: Result | undefined): CampaignChange[] =>
  rowsOf<ChangedRow>(stored)
    .map(({ id, finished_at: finishedAt, ...counts }) => ({ campaignId: id, finishedAt, ...counts }))
    .sort((a, b) => a.campaignId - b.campaignId)

type LockedCampaign = CampaignOfFact & { status: string }

/** What a campaign was before its counters change, and stays until then. */
function lockCampaigns({ dialect, tables }: SqlParts, ids: Iterable<number>): Sql {
  const given = dialect.inputTable({ id: 'integer' }).of([...ids].map((id) => ({ id })))
  return sql`select id, owner, idempotency_key, status from ${tables.campaigns} where id in (select id from ${given})
    order by id ${dialect.lock}`
}

const completedBy = (before: readonly LockedCampaign[], after: readonly ChangedRow[]) =>
  before.flatMap(({ status, ...campaign }) => {
    const now = after.find(({ id }) => id === campaign.id)
    return status === 'sending' && now?.status === 'completed' ? [{ ...campaign, ...now }] : []
  })

function storeLinks({ dialect, tables }: SqlParts, links: Differences['links']): Sql[] {
  if (links.size === 0) return []
  const values = sorted(links).map(([id, { total, unique }]) => ({ id, total, uniq: unique }))
  const input = dialect.inputTable({ id: 'integer', total: 'integer', uniq: 'integer' }).of(values)
  return [
    sql`update ${tables.links} as l set total = l.total + v.total, unique_clicks = l.unique_clicks + v.uniq
      from ${input} where l.id = v.id ${inOrder(dialect, tables.links, 'l.id', values)}`,
  ]
}

function storeHours({ dialect, tables }: SqlParts, hours: Differences['hours']): Sql[] {
  const all = sorted(hours).flatMap(([campaign, own]) =>
    sorted(own).map(([hour, counts]) => ({ campaign, hour, counts })),
  )
  const names = hourCountNames.filter((name) => all.some(({ counts }) => counts[name] !== 0))
  const values = all
    .filter(({ counts }) => names.some((name) => counts[name] !== 0))
    .map(({ campaign, hour, counts }) => ({
      campaign,
      hour,
      ...(Object.fromEntries(names.map((name) => [hourColumns[name], counts[name]])) as Record<HourColumn, number>),
    }))
  if (values.length === 0) return []
  const columns = names.map((name) => hourColumns[name])
  const types = Object.fromEntries(columns.map((column) => [column, 'integer'])) as Record<HourColumn, 'integer'>
  const input = dialect.inputTable({ campaign: 'integer', hour: 'integer', ...types }).of(values)
  const list = raw(columns.join(', '))
  const sums = raw(columns.map((column) => `${column} = t.${column} + excluded.${column}`).join(', '))
  return [
    sql`insert into ${tables.timeline} as t (campaign_id, hour, ${list})
      select campaign, hour, ${list} from ${input} where true order by campaign, hour
      on conflict (campaign_id, hour) do update set ${sums}`,
  ]
}

function storeReadTimes({ dialect, tables }: SqlParts, readTimes: Differences['readTimes']): Sql[] {
  const values = sorted(readTimes).flatMap(([campaign, own]) =>
    sorted(own).flatMap(([bucket, recipients]) => (recipients === 0 ? [] : { campaign, bucket, recipients })),
  )
  if (values.length === 0) return []
  const input = dialect.inputTable({ campaign: 'integer', bucket: 'integer', recipients: 'integer' })
  return [
    sql`insert into ${tables.readTimes} as t (campaign_id, bucket, recipients)
      select campaign, bucket, recipients from ${input.of(values)} where true order by campaign, bucket
      on conflict (campaign_id, bucket) do update set recipients = t.recipients + excluded.recipients`,
  ]
}

function storePrograms({ dialect, tables }: SqlParts, programs: Differences['programs']): Sql[] {
  const values = sorted(programs).flatMap(([campaign, own]) =>
    [...countedPrograms(own).values()].map((program) => programRow(campaign, program)),
  )
  if (values.length === 0) return []
  const numbers = { opens: 'integer', clicks: 'integer', machine_opens: 'integer', machine_clicks: 'integer' } as const
  const input = dialect.inputTable({ campaign_id: 'integer', program: 'text', device: 'text', ...numbers }).of(values)
  const names = Object.keys(numbers)
  const columns = raw(['campaign_id', 'program', 'device', ...names].join(', '))
  const sums = raw(names.map((name) => `${name} = t.${name} + excluded.${name}`).join(', '))
  return [
    sql`insert into ${tables.programs} as t (${columns})
      select ${columns} from ${input} where true order by campaign_id, program, device
      on conflict (campaign_id, program, device) do update set ${sums}`,
  ]
}

/**
 * Columns of the input have names other than the table's, because what a statement returns cannot be qualified in every
 * database.
 */
const added = (column: CampaignCounter) => `d_${column}` as const
type Added = ReturnType<typeof added>

interface ChangedRow extends Omit<CampaignChange, 'campaignId' | 'finishedAt'> {
  id: number
  finished_at: number | null
}

/** The last of these statements returns the rows as they are then. */
function storeCampaigns({ dialect, tables }: SqlParts, campaigns: Differences['campaigns'], at: number): Sql[] {
  if (campaigns.size === 0) return []
  const counted = new Set([...campaigns.values()].flatMap((counters) => Object.keys(counters)))
  const columns = campaignCounterColumns.filter((column) => counted.has(column))
  const types = Object.fromEntries(columns.map((column) => [added(column), 'integer'])) as Record<Added, 'integer'>
  const values = sorted(campaigns).map(([id, counters]) => ({
    campaign: id,
    ...(Object.fromEntries(columns.map((column) => [added(column), counters[column] ?? 0])) as Record<Added, number>),
  }))
  const ids = values.map(({ campaign }) => ({ id: campaign }))
  const input = dialect.inputTable({ campaign: 'integer', ...types }).of(values)
  const changes = columns.map((column) => raw(`${column} = c.${column} + v.${added(column)}`))
  if (counted.has('queued')) {
    const done = raw(`c.kind = 'campaign' and c.status = 'sending' and c.queued + v.d_queued = 0`)
    changes.push(sql`status = case when ${done} then 'completed' else c.status end`)
    changes.push(sql`finished_at = case when ${done} then cast(${at} as bigint) else c.finished_at end`)
  }
  return [
    sql`update ${tables.campaigns} as c set ${join(changes, ', ')} from ${input} where c.id = v.campaign ${inOrder(dialect, tables.campaigns, 'c.id', ids)}
      returning id, status, finished_at, total, queued, sent, failed, skipped, unknown`,
  ]
}

/**
 * Makes an update take its locks in the order of ids, which an update of several rows does not guarantee. Nothing where
 * a transaction has the database to itself.
 */
function inOrder(
  { lock, amongFew, inputTable }: StatementDialect,
  table: Sql,
  id: string,
  rows: readonly { id: number }[],
): Sql {
  if (lock.sql === '' || rows.length === 1) return raw('')
  const ids = inputTable({ id: 'integer' }).of(rows.map((row) => ({ id: row.id })))
  return sql`and ${raw(id)} ${amongFew(sql`select id from ${table} where id in (select id from ${ids}) order by id ${lock}`)}`
}

function sorted<T>(map: ReadonlyMap<number, T>): [number, T][] {
  return [...map].sort(([a], [b]) => a - b)
}
