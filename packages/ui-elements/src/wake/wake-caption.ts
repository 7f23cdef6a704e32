import type { CampaignListItem } from '@sillage/core/browser'
import { ratio } from '@sillage/core/browser'
import type { Format } from '../format/format.ts'
import type { ManagingWords } from '../locales/managing-en.ts'

/** A campaign of a list with what only the live feed has. */
export interface LiveCampaign extends CampaignListItem {
  ratePerSecond?: number
  etaSeconds?: number | null
  /** Code of what holds up a campaign that resumes by itself; undefined: nothing. */
  trouble?: string | undefined
}

/** The small line under a wake: pace and time left while sending, else what became of the mails. */
export function wakeCaption(campaign: LiveCampaign, words: ManagingWords, format: Format): string {
  const { list } = words
  const { status, queued, sent, failed, unknown } = campaign
  const parts: string[] = []
  if (status === 'sending' && campaign.trouble === undefined) {
    if (campaign.ratePerSecond !== undefined && campaign.ratePerSecond > 0)
      parts.push(list.rate(format.decimal(campaign.ratePerSecond, campaign.ratePerSecond < 10 ? 1 : 0)))
    if (campaign.etaSeconds !== undefined && campaign.etaSeconds !== null && campaign.etaSeconds >= 1)
      parts.push(list.left(format.duration(Math.round(campaign.etaSeconds) * 1000)))
  } else if (status === 'draft' || status === 'scheduled') {
    parts.push(list.queued(format.number(queued)))
  } else if (status === 'paused') {
    parts.push(list.sent(format.number(sent)), list.kept(format.number(queued)))
  }
  if (sent > 0 && status !== 'paused') {
    const { opens, clicks } = campaign
    if (opens.tracked > 0)
      parts.push(list.opened(format.percent(ratio(opens.unique, opens.tracked), status === 'sending' ? 0 : 1)))
    if (clicks.tracked > 0 && status !== 'sending')
      parts.push(list.clicked(format.percent(ratio(clicks.unique, clicks.tracked))))
  }
  if (failed > 0) parts.push(list.failures(format.number(failed), failed))
  if (unknown > 0) parts.push(list.uncertain(format.number(unknown)))
  if (campaign.skipped > 0) parts.push(words.list.leftOut(format.number(campaign.skipped)))
  return parts.join(' · ')
}
