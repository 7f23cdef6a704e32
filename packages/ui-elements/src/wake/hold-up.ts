import type { Format } from '../format/format.ts'
import type { ManagingWords } from '../locales/managing-en.ts'
import type { LiveCampaign } from './wake-caption.ts'

/** What holds up a campaign that goes on by itself, since when, and when it is tried again; undefined: nothing. */
export function holdUp({ trouble, outage }: LiveCampaign, words: ManagingWords, format: Format): string | undefined {
  const reason = (words.errors as Record<string, string>)[trouble ?? '']
  if (reason === undefined || outage === null) return reason
  return `${reason} ${words.list.waits(format.moment(outage.since), format.moment(outage.nextTryAt))}`
}

/** The code of what holds up a campaign as the server answers it. */
export function troubleOf({ outage }: Pick<LiveCampaign, 'outage'>): string | undefined {
  return outage === null ? undefined : 'smtp_unreachable'
}
