import type { CampaignOptions } from '../domain/campaign.ts'
import type { CampaignInput } from '../domain/campaign-input.ts'

/** A campaign's settings with every default filled in. */
export function campaignOptions(
  input: Pick<
    CampaignInput,
    'delayMs' | 'jitterMs' | 'limits' | 'concurrency' | 'headers' | 'tracking' | 'topic' | 'onUnknown'
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
  }
}
