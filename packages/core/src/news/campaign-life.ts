import type { CampaignCounts } from '../domain/campaign.ts'
import type { Logger } from '../domain/logger.ts'
import type { CampaignSummary } from '../store/port/records.ts'
import type { News } from './news.ts'

/** A step in the life of a campaign. All are logged, some are facts for listeners. */
export type CampaignStep = 'created' | 'started' | 'paused' | 'resumed' | 'cancelled' | 'retried' | 'completed'

/**
 * When a campaign was paused, as it is stored, and why: by a person (`user`), or by an error's code and the answer that
 * it came from.
 */
interface PauseCause {
  at: number
  reason: string
  answer?: string
}

/**
 * Logs a step that was stored, and publishes it, if it is a campaign's. At `info`, but for a pause that no person asked
 * for: `error`. Holds ids and counts, never an address or a subject.
 */
export type CampaignLife = (step: CampaignStep, campaign: LivingCampaign, cause?: PauseCause) => void

type LivingCampaign = Pick<
  CampaignSummary,
  'id' | 'kind' | 'owner' | 'key' | 'status' | 'startedAt' | 'finishedAt' | keyof CampaignCounts
>

export function createCampaignLife(news: News, logger: Logger): CampaignLife {
  return (step, campaign, cause) => {
    const { id, kind, owner, key, status, startedAt, finishedAt } = campaign
    const { at: pausedAt = 0, ...why }: Partial<PauseCause> = cause ?? {}
    const counts = countsOf(campaign)
    const named = kind === 'stream' ? { stream: key } : { campaignId: id }
    const details = { ...named, ...counts, ...(step === 'created' ? { status } : {}), ...why }
    logger[cause?.answer === undefined ? 'info' : 'error'](details, `${kind} ${step}`)
    if (kind === 'stream') return

    const data = { campaignId: String(id), key }
    const [began, ended] = [startedAt ?? 0, finishedAt ?? 0]
    if (step === 'started') news.publish({ at: began, owner, type: 'campaign.started', data })
    else if (step === 'cancelled') news.publish({ at: ended, owner, type: 'campaign.cancelled', data })
    else if (step === 'completed')
      news.publish({ at: ended, owner, type: 'campaign.completed', data: { ...data, counts } })
    else if (step === 'paused')
      news.publish({ at: pausedAt, owner, type: 'campaign.paused', data: { ...data, reason: why.reason ?? 'user' } })
  }
}

const countsOf = ({ total, queued, sent, failed, skipped, unknown }: CampaignCounts): CampaignCounts => {
  return { total, queued, sent, failed, skipped, unknown }
}
