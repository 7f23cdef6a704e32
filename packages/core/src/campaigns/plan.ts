import { type FieldGaps, fieldGaps, type NeededFields } from '../content/field-gaps.ts'
import { campaignStatuses } from '../domain/campaign.ts'
import { SillageError } from '../domain/errors.ts'
import { openTimes } from '../domain/open-times.ts'
import { recipientZone, type SendingHours } from '../domain/sending-hours.ts'
import type { Warning } from '../domain/warning.ts'
import { mergeData } from '../kit/merge-data.ts'
import type { SelectionReport } from '../recipients/select.ts'
import type { PlanEnd } from '../store/port/campaign-store.ts'
import type { NewMessage } from '../store/port/records.ts'
import type { CampaignContext } from './context.ts'

/** Recipients a transaction: few enough that it is short, enough that the wait for the disk is shared. */
const BATCH = 2_000
/**
 * Characters of their merge data: a batch is handed to the store in one turn of the event loop, and 2,000 recipients
 * may have 128 MB.
 */
const BATCH_CHARACTERS = 1_000_000

/** Recipients in batches, each yielded when the next is known, so that the last is known to be the last. */
export async function* inBatches(
  recipients: AsyncIterable<NewMessage>,
): AsyncGenerator<{ batch: NewMessage[]; last: boolean }> {
  let ready: NewMessage[] | undefined
  let batch: NewMessage[] = []
  let characters = 0
  for await (const recipient of recipients) {
    batch.push(recipient)
    characters += JSON.stringify(recipient.data).length
    if (batch.length < BATCH && characters < BATCH_CHARACTERS) continue
    if (ready !== undefined) yield { batch: ready, last: false }
    ready = batch
    batch = []
    characters = 0
  }
  if (ready !== undefined && batch.length > 0) {
    yield { batch: ready, last: false }
    ready = undefined
  }
  yield { batch: ready ?? batch, last: true }
}

/** The fields the content needs of its recipients, and the warnings so far. */
export interface PlannedContent extends NeededFields {
  warnings: readonly Warning[]
}

/**
 * Stores the recipients batch by batch; the end of the plan, and the start, are in the transaction of the last one. A
 * campaign whose planning was interrupted is still a draft without `plannedAt`, and planning it again adds only those
 * that are missing. Constant memory.
 */
export async function planRecipients(
  context: CampaignContext,
  campaignId: number,
  batches: AsyncIterable<{ batch: NewMessage[]; last: boolean }>,
  report: SelectionReport,
  end: Omit<PlanEnd, 'warnings'> & { content: PlannedContent; hours: SendingHours | null },
): Promise<void> {
  const { store, clock } = context
  const { content, hours, ...then } = end
  const dueAt = dueTimes(hours)
  const hash = await context.addressHash()
  const gaps = fieldGaps(content)
  let duplicates = 0
  let suppressed = 0
  const warnings = () => [
    ...content.warnings,
    ...gaps.unknown(),
    ...gapWarnings(gaps, content),
    ...planWarnings(report, duplicates, suppressed),
  ]
  for await (const { batch, last } of batches) {
    for (const recipient of batch) gaps.add(mergeData(recipient))
    const at = clock.now()
    const messages = batch.map((message) => ({
      ...message,
      emailHash: hash(message.email),
      dueAt: dueAt?.(message.data, at),
    }))
    const closing = last ? { ...then, warnings: warnings() } : undefined
    const result = await store.campaigns.plan(campaignId, messages, at, closing)
    duplicates += result.duplicates
    suppressed += result.suppressed
    // The duplicates and suppressions of the last batch are known only after its transaction, which has started the
    // campaign: so any status will do.
    if (last && result.duplicates + result.suppressed > 0)
      await store.campaigns.update(campaignId, { warnings: warnings() }, campaignStatuses)
  }
}

/**
 * When a message is due that is planned while its recipient's hours are shut; undefined where there is nothing to wait
 * for. The hours of one time zone are those of the campaign, not of its messages.
 */
export function dueTimes(hours: SendingHours | null) {
  if (hours?.timeZone !== recipientZone) return undefined
  const times = openTimes(hours)
  return (data: Record<string, unknown>, at: number): number | undefined => {
    const { opensAt } = times(data, at)
    return opensAt > at ? opensAt : undefined
  }
}

/** Fields that some of the recipients lack, and how many. */
function gapWarnings(gaps: FieldGaps, { fieldPlace }: NeededFields): Warning[] {
  return [...gaps.lacking()].map(([field, count]) => ({
    code: 'missing_merge_field',
    message: `${count} of ${gaps.of} chosen recipients have no ${field}; it is left empty for them.`,
    subject: field,
    ...fieldPlace(field),
    count,
  }))
}

function planWarnings(report: SelectionReport, duplicates: number, suppressed: number): Warning[] {
  const warnings: Warning[] = []
  if (report.invalid > 0) {
    const message = leftOut(report.invalid, report.example)
    warnings.push({ code: 'recipients_invalid', message, count: report.invalid })
  }
  if (duplicates > 0) {
    warnings.push({
      code: 'recipients_duplicate',
      message: `${duplicates} recipients came more than once and are mailed once.`,
      count: duplicates,
    })
  }
  if (suppressed > 0) {
    const message = `${suppressed} recipients unsubscribed or cannot be mailed and are skipped.`
    warnings.push({ code: 'recipients_suppressed', message, count: suppressed })
  }
  return warnings
}

/** Reads the first batch without losing it: whether there are recipients must be known before anything is stored. */
export async function peekFirst<T>(source: AsyncIterable<T>): Promise<{ first: T | undefined; all: AsyncIterable<T> }> {
  const iterator = source[Symbol.asyncIterator]()
  const next = await iterator.next()
  const first = next.done === true ? undefined : next.value
  return { first, all: rest() }

  async function* rest(): AsyncGenerator<T> {
    if (next.done !== true) yield next.value
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
}

export function noRecipients({ invalid, example }: Partial<SelectionReport> = {}): SillageError {
  const others = invalid ? ` ${leftOut(invalid, example)}` : ''
  return new SillageError(
    'missing_recipients',
    `recipients: expected at least one recipient; choose some, or create a draft with start: false.${others}`,
    { field: 'recipients' },
  )
}

function leftOut(invalid: number, example: string | undefined): string {
  return `${invalid} recipients were left out because their address or data is not valid (the first: ${example}).`
}
