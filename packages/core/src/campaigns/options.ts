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
    hours: input.hours ?? null,
    notAfter: input.notAfter === undefined ? null : new Date(msOf(input.notAfter)).toISOString(),
  }
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
