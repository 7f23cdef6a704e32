import type { LiveFrameOf } from '@sillage/core/client'
import type { LiveCampaign } from '../wake/wake-caption.ts'

/** The campaign as it is after a frame; the same object when the frame is about another one or changes nothing. */
export function applyFrame<T extends LiveCampaign>(campaign: T, frame: LiveFrameOf): T {
  if (frame.data.campaignId !== campaign.id) return campaign
  switch (frame.name) {
    case 'campaign_progress':
    case 'campaign_complete': {
      const { campaignId: _, ...counts } = frame.data
      // A campaign that sends again is no longer held up.
      return { ...campaign, ...counts, trouble: counts.sent > campaign.sent ? undefined : campaign.trouble }
    }
    case 'campaign_stats':
      return { ...campaign, opens: known(frame.data.opens), clicks: known(frame.data.clicks) }
    case 'campaign_error': {
      const { code, fatal, messageId } = frame.data
      if (fatal) return { ...campaign, status: 'paused', pauseReason: code }
      return messageId === undefined ? { ...campaign, trouble: code } : campaign
    }
  }
}

/** What a list shows of the counts of opens or clicks. */
export const known = ({ unique, tracked }: LiveCampaign['opens']): LiveCampaign['opens'] => ({ unique, tracked })
