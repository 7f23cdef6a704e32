import type { CampaignOptions } from '../domain/campaign.ts'
import type { CampaignInput } from '../domain/campaign-input.ts'
import { SillageError } from '../domain/errors.ts'
import { msOf } from '../domain/when.ts'

/** A campaign's settings with every default filled in. */
export function campaignOptions(
  input: Pick<
    CampaignInput,
    | 'delayMs'
    | 'jitterMs'
    | 'limits'
    | 'concurrency'
    | 'headers'
    | 'tracking'
    | 'topic'
    | 'onUnknown'
    | 'transport'
    | 'hours'
    | 'notAfter'
  >,
  onUnknown: CampaignOptions['onUnknown'],
): CampaignOptions {
  return {
    delayMs: input.delayMs ?? 0,
    jitterMs: input.jitterMs ?? 0,
    limits: input.limits ?? {},
    concurrency: input.concurrency ?? null,
    headers: input.headers ?? {},
    tracking: input.tracking ?? {},
    topic: input.topic ?? null,
    onUnknown: input.onUnknown ?? onUnknown,
    transport: input.transport ?? null,
    hours: input.hours ?? null,
    notAfter: input.notAfter === undefined ? null : new Date(msOf(input.notAfter)).toISOString(),
  }
}

/** Refuses a transport that no process is known to have. */
export function checkTransport({ transport }: CampaignOptions, known: ReadonlySet<string>): void {
  if (transport === null || known.has(transport)) return
  throw new SillageError(
    'invalid_field',
    `transport: expected one of ${[...known].join(', ')}, got ${transport}; the options transport and transportNames of createSillage name them.`,
    { field: 'transport' },
  )
}

/** Refuses a campaign that would end before it begins. */
export function checkNotAfter({ notAfter }: CampaignOptions, scheduledAt: number | null): void {
  if (notAfter === null || scheduledAt === null || Date.parse(notAfter) > scheduledAt) return
  throw new SillageError(
    'invalid_field',
    `notAfter: expected a time later than scheduledAt (${new Date(scheduledAt).toISOString()}), got ${notAfter}.`,
    { field: 'notAfter' },
  )
}
