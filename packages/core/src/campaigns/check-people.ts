import type { Found } from '../content/checks/facts.ts'
import { fieldGaps, type NeededFields } from '../content/field-gaps.ts'
import type { Warning } from '../domain/warning.ts'
import { mergeData } from '../kit/merge-data.ts'
import { shareEventLoop } from '../kit/share-event-loop.ts'
import { selectRecipients } from '../recipients/select.ts'
import type { MessageRecord } from '../store/port/records.ts'
import { type CampaignContext, sourcesOf } from './context.ts'

/** Of so many the data is read. */
export const MOST_PEOPLE = 10_000
const PAGE = 500

type Person = Pick<MessageRecord, 'email' | 'name' | 'company' | 'data'>

/** What the data of recipients lacks. */
export interface Lacking {
  of: number
  /** Fields that none of them has. */
  unknown: Warning[]
  /** Fields that are empty for some of them. */
  missing: Found[]
}

/** Reads the data of these people, at most 10,000, for the fields that content uses outside of sections. */
export async function lackingFields(people: AsyncIterable<Person>, compiled: NeededFields): Promise<Lacking> {
  const pause = shareEventLoop()
  const gaps = fieldGaps(compiled)
  for await (const person of people) {
    gaps.add(mergeData(person))
    await pause()
    if (gaps.of === MOST_PEOPLE) break
  }
  const { of } = gaps
  const missing = [...gaps.lacking()].map(
    ([subject, lacking]): Found<'missing_merge_field'> => ({
      code: 'missing_merge_field',
      message: `${lacking} of ${of} recipients have no ${subject}; it is left empty for them, so put a section around it, or another word in its place`,
      subject,
      details: { lacking, of },
    }),
  )
  return { of, unknown: gaps.unknown(), missing }
}

/** Those that a selection reaches, in its order. */
export async function* peopleOf(context: CampaignContext, recipients: object): AsyncGenerator<Person> {
  yield* (await selectRecipients({ recipients }, sourcesOf(context))).recipients
}

/** Those that are planned for a campaign: who has the mail, then who has not, by their ids. */
export async function* plannedPeople({ store }: CampaignContext, campaignId: number): AsyncGenerator<Person> {
  let cursor: string | undefined
  do {
    const page = await store.messages.list({ campaignId, sort: 'sentAt', order: 'asc', limit: PAGE, cursor })
    yield* page.items
    cursor = page.next
  } while (cursor !== undefined)
}
