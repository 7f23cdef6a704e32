import type { CampaignStats } from '../domain/stats.ts'
import type { StreamStats } from '../domain/stream.ts'
import { rates } from '../stats/rates.ts'
import type { LiveFrameOf, StreamFrameOf } from './live-connection.ts'

/** The statistics after a frame about their campaign; what no frame has (links, read time) stays until reloaded. */
export function applyToStats(stats: CampaignStats, frame: LiveFrameOf): CampaignStats {
  switch (frame.name) {
    case 'campaign_stats': {
      const { opens, clicks } = frame.data
      return { ...stats, opens, clicks, ...rates(opens, clicks) }
    }
    case 'campaign_progress':
    case 'campaign_complete': {
      const { status, total, queued, sent, failed, skipped, unknown } = frame.data
      const counts = { sent, failed, skipped, unknown }
      return { ...stats, ...counts, campaign: { ...stats.campaign, ...counts, status, total, queued } }
    }
    case 'campaign_error':
      return stats
  }
}

/** The same of a stream, of all its messages together. */
export function applyToStreamStats(stats: StreamStats, frame: StreamFrameOf): StreamStats {
  if (frame.name === 'stream_stats') {
    const { opens, clicks } = frame.data
    return { ...stats, opens, clicks, ...rates(opens, clicks) }
  }
  const { status, sent, failed, skipped, unknown } = frame.data
  return { ...stats, sent, failed, skipped, unknown, stream: { ...stats.stream, status } }
}
