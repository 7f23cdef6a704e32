import type { CampaignCounts } from '../domain/campaign.ts'
import type { Clock } from '../domain/clock.ts'
import type { Logger } from '../domain/logger.ts'
import type { CampaignSummary } from '../store/port/records.ts'
import type { News } from './news.ts'

/** A step in the life of a campaign. All are logged, some are facts for listeners. */
export type CampaignStep = 'created' | 'started' | 'paused' | 'resumed' | 'cancelled' | 'retried' | 'completed'

/** Why a campaign was paused: by a person (`user`), or by an error's code and the answer that it came from. */
interface PauseCause {
  reason: string
  answer?: string
}

/**
 * Logs a step that was stored, and publishes it, if it is a campaign's. At `info`, but for a pause that no person asked
 * for: `error`. Holds ids and counts, never an address or a subject.
 */
export type CampaignLife = (step: CampaignStep, campaign: LivingCampaign, cause?: PauseCause) => void

type LivingCampaign = Pick<CampaignSummary, 'id' | 'kind' | 'owner' | 'key' | 'status' | keyof CampaignCounts>

export function createCampaignLife(news: News, clock: Clock, logger: Logger): CampaignLife {
  return (step, campaign, cause) => {
    const { id, kind, owner, key, status } = campaign
    const counts = countsOf(campaign)
    const named = kind === 'stream' ? { stream: key } : { campaignId: id }
    const details = { ...named, ...counts, ...(step === 'created' ? { status } : {}), ...cause }
    logger[cause?.answer === undefined ? 'info' : 'error'](details, `${kind} ${step}`)
    if (kind === 'stream') return

    const about = { at: clock.now(), owner }
    const data = { campaignId: String(id), key }
    if (step === 'started') news.publish({ ...about, type: 'campaign.started', data })
    else if (step === 'cancelled') news.publish({ ...about, type: 'campaign.cancelled', data })
    else if (step === 'completed') news.publish({ ...about, type: 'campaign.completed', data: { ...data, counts } })
    else if (step === 'paused')
      news.publish({ ...about, type: 'campaign.paused', data: { ...data, reason: cause?.reason ?? 'user' } })
  }
}

const countsOf = ({ total, queued, sent, failed, skipped, unknown }: CampaignCounts): CampaignCounts => {
  return { total, queued, sent, failed, skipped, unknown }
}
