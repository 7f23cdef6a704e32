import type { Campaign } from '@sillage/core/browser'
import type { Notice } from '../../context/notices.ts'
import type { Format } from '../../format/format.ts'
import type { WritingWords } from '../../locales/writing-en.ts'

/** The notification after a campaign was created, scheduled or changed. */
export function savedNotice(campaign: Campaign, created: boolean, words: WritingWords, format: Format): Notice {
  const text = words.composer
  const { name, status, scheduledAt } = campaign
  if (created && status === 'draft') return { kind: 'success', title: text.draftSaved, text: name }
  const title = created ? text.created : text.saved
  if (status === 'scheduled' && scheduledAt !== null) {
    return { kind: 'success', title, text: text.scheduledText(name, format.dateTime(scheduledAt)) }
  }
  return { kind: 'success', title, text: created ? text.createdText(name) : name }
}
