import type { Format } from '../../format/format.ts'
import { withNames } from '../../format/with-fields.ts'
import type { ManagingWords } from '../../locales/managing-en.ts'
import type { LiveCampaign } from '../../wake/wake-caption.ts'
import type { Question } from '../sillage-confirm/sillage-confirm.ts'

/**
 * Asked before a draft or a scheduled campaign is sent at once: which one, to how many, and what becomes of its time.
 */
export function startQuestion(campaign: LiveCampaign, words: ManagingWords, format: Format): Question {
  const { list } = words
  const { subject, total, scheduledAt, status } = campaign
  const n = format.number(total)
  return {
    title: list.startTitle(nameOf(campaign, words), n),
    text: [
      list.subjectIs(withNames(subject, words)),
      status === 'scheduled' && scheduledAt !== null ? list.startInstead(format.dateTime(scheduledAt)) : list.startText,
    ],
    confirm: list.startConfirm(n),
    keep: words.common.back,
  }
}

/** Asked before a campaign is resumed that no person paused. */
export function resumeQuestion(campaign: LiveCampaign, words: ManagingWords, format: Format): Question {
  const { list } = words
  const { pauseReason, queued } = campaign
  const reason = (words.errors as Record<string, string>)[pauseReason ?? '']
  return {
    title: list.resumeTitle(nameOf(campaign, words)),
    text: [...(reason === undefined ? [] : [reason]), list.resumeText(format.number(queued))],
    confirm: list.resumeConfirm,
    keep: words.common.back,
  }
}

export function cancelQuestion(campaign: LiveCampaign, words: ManagingWords, format: Format): Question {
  const { list } = words
  return {
    title: list.cancelTitle(nameOf(campaign, words)),
    text: [list.cancelText(format.number(campaign.queued))],
    confirm: list.cancelConfirm,
    keep: list.keep,
    danger: true,
  }
}

/** Asked before a campaign is deleted: what disappears, and what then never leaves. */
export function removeQuestion(campaign: LiveCampaign, words: ManagingWords, format: Format): Question {
  const { list } = words
  const rest = ['completed', 'cancelled'].includes(campaign.status) ? 0 : campaign.queued
  return {
    title: list.removeTitle(nameOf(campaign, words)),
    text: [...(rest > 0 ? [list.removeRest(format.number(rest))] : []), list.removeText],
    confirm: list.removeConfirm,
    keep: list.removeKeep,
    danger: true,
  }
}

function nameOf({ name }: LiveCampaign, words: ManagingWords): string {
  return name === '' ? words.common.unnamed : name
}
