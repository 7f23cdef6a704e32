import type { LiveCampaign } from '../wake/wake-caption.ts'
import type { LiveFrameOf } from './live-connection.ts'

/** The campaign as it is after a frame; the same object when the frame is about another one or says nothing new. */
export function applyFrame<T extends LiveCampaign>(campaign: T, frame: LiveFrameOf): T {
  if (frame.data.campaignId !== campaign.id) return campaign
  switch (frame.name) {
    case 'campaign_progress':
    case 'campaign_complete': {
      const { campaignId: _, ...counts } = frame.data
      return { ...campaign, ...counts }
    }
    case 'campaign_stats':
      return {
        ...campaign,
        opens: { unique: frame.data.opens.unique },
        clicks: { unique: frame.data.clicks.unique },
      }
    case 'campaign_error':
      return frame.data.fatal ? { ...campaign, status: 'paused', pauseReason: frame.data.code } : campaign
  }
}
