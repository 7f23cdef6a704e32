import type { Format } from '../../format/format.ts'
import { withNames } from '../../format/with-fields.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import type { Question } from '../sillage-confirm/sillage-confirm.ts'
import { choiceTexts } from '../sillage-recipients/part-text.ts'
import { type Draft, durationMs } from './draft.ts'
import type { Kept } from './draft-store.ts'

/** The text on the button that sends: how many it will reach, where that is known. */
export function sendLabel(draft: Draft, count: number | undefined, words: WritingWords, format: Format): string {
  const text = words.composer
  if (count === undefined || count === 0) return draft.later ? text.schedule : text.send
  return (draft.later ? text.scheduleFor : text.sendTo)(format.number(count), count)
}

/** What the last question is about. */
export interface Submitted {
  draft: Draft
  /** How many it reaches; undefined: only the server can know. */
  count: number | undefined
  /** Who writes; undefined: the installation's own sender. */
  from: string | undefined
}

/** The question before a campaign is sent: to how many and to whom, when, from whom, and for how long. */
function confirmQuestion({ draft, count, from }: Submitted, words: WritingWords, format: Format): Question {
  const text = words.composer
  const duration = durationMs(draft, count)
  const who = choiceTexts(draft.recipients, words, format).join(' + ')
  const title = draft.later ? text.confirmScheduleTitle : text.confirmTitle
  return {
    title: count === undefined ? text.confirmSome(who) : title(format.number(count), count),
    text: [
      ...(count === undefined ? [] : [text.confirmWho(who)]),
      words.list.subjectIs(withNames(draft.subject, words)),
      text.confirmFrom(from ?? text.fromAll),
      ...unread(draft, words, format),
      draft.later
        ? text.confirmWhen(format.dateTime(new Date(draft.scheduledAt).toISOString()), timeZone())
        : text.confirmNow,
      ...(duration === undefined || duration < 1000 ? [] : [text.confirmTakes(format.duration(duration))]),
    ],
    confirm: draft.later ? text.schedule : text.send,
    keep: words.common.back,
  }
}

/** The reader's own time zone, as times of the form are meant. */
export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * The question before a draft is sent or saved. A change of a campaign (`stored`) needs one only when it would send
 * mail that was not confirmed: to others, or at another time.
 */
export function submitQuestion(
  submitted: Submitted,
  stored: Draft | undefined,
  words: WritingWords,
  format: Format,
): Question | undefined {
  const { draft } = submitted
  if (stored === undefined) return confirmQuestion(submitted, words, format)
  const same = stored.later && stored.scheduledAt === draft.scheduledAt && draft.recipients.own !== undefined
  return !draft.later || same
    ? undefined
    : { ...confirmQuestion(submitted, words, format), confirm: words.composer.save }
}

/** The question before an unsent draft, or changes that are kept nowhere, are discarded. */
export function dropQuestion(title: string, { name }: Draft, words: WritingWords, kept?: Kept): Question {
  const { dropConfirm, dropKeep, lost } = words.composer
  const text = [...(name === '' ? [] : [name]), ...(kept === undefined || kept === 'all' ? [] : [lost[kept]])]
  return { title, text, confirm: dropConfirm, keep: dropKeep, danger: true }
}

/** Lines that could not be read are named once more before mail is sent to the others. */
function unread({ recipients }: Draft, words: WritingWords, format: Format): string[] {
  const count = recipients.lists.reduce((sum, list) => sum + list.invalid, 0)
  return count === 0 ? [] : [words.recipients.unread(format.number(count), count)]
}
