import type { Format } from '../../format/format.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import type { Question } from '../sillage-confirm/sillage-confirm.ts'
import { parseAddresses } from '../sillage-recipients/parse-addresses.ts'
import { unreadLines } from '../sillage-recipients/paste-view.ts'
import { chosenCount, selectionOf } from '../sillage-recipients/recipient-choice.ts'
import { type Draft, durationMs } from './draft.ts'

/** The text on the button that sends: how many it will reach, where that is known. */
export function sendLabel(draft: Draft, words: WritingWords, format: Format): string {
  const text = words.composer
  const count = chosenCount(draft.recipients)
  if (count === undefined || count === 0) return draft.later ? text.schedule : text.send
  return (draft.later ? text.scheduleFor : text.sendTo)(format.number(count), count)
}

/** The question before a campaign is sent: how many, what, when and for how long. */
function confirmQuestion(draft: Draft, words: WritingWords, format: Format): Question {
  const text = words.composer
  const count = chosenCount(draft.recipients)
  const duration = durationMs(draft)
  const n = count === undefined ? undefined : format.number(count)
  const title = draft.later ? text.confirmScheduleTitle : text.confirmTitle
  return {
    title: n === undefined || count === undefined ? text.confirmSome(draft.recipients.campaignName) : title(n, count),
    text: [
      words.list.subjectIs(draft.subject),
      ...unread(draft, words, format),
      ...(draft.later ? [text.confirmWhen(format.dateTime(new Date(draft.scheduledAt).toISOString()))] : []),
      ...(duration === undefined || duration < 1000 ? [] : [text.confirmTakes(format.duration(duration))]),
    ],
    confirm: draft.later ? text.schedule : text.send,
    keep: words.common.back,
  }
}

/**
 * The question before a draft is sent or saved. A change of a campaign (`stored`) needs one only when it would send
 * mail that was not confirmed: to others, or at another time.
 */
export function submitQuestion(
  draft: Draft,
  stored: Draft | undefined,
  words: WritingWords,
  format: Format,
): Question | undefined {
  if (stored === undefined) return confirmQuestion(draft, words, format)
  const people = (of: Draft) => JSON.stringify(selectionOf(of.recipients))
  const same = stored.later && stored.scheduledAt === draft.scheduledAt && people(stored) === people(draft)
  return !draft.later || same ? undefined : { ...confirmQuestion(draft, words, format), confirm: words.composer.save }
}

/** The question before an unsent draft, or changes that are kept nowhere, are discarded. */
export function dropQuestion(title: string, { name }: Draft, words: WritingWords): Question {
  const { dropConfirm, dropKeep } = words.composer
  return { title, text: name === '' ? [] : [name], confirm: dropConfirm, keep: dropKeep, danger: true }
}

/** Pasted lines that could not be read are named once more before mail is sent to the others. */
function unread(draft: Draft, words: WritingWords, format: Format): string[] {
  if (draft.recipients.mode !== 'paste') return []
  const { invalid } = parseAddresses(draft.recipients.pasted)
  return invalid.length === 0 ? [] : [unreadLines(invalid, words, format)]
}
