import type { z } from 'zod'
import type { CampaignRecipients } from '../domain/campaign-input.ts'
import { SillageError } from '../domain/errors.ts'
import { mostRecipients, selectionInput } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import type { Selection } from '../domain/selection.ts'
import { isRecipientIterable } from '../recipients/select.ts'

/** An input as its schema checks it: whom it goes to is a selection. */
interface Checked {
  recipients?: Selection | undefined
}

/**
 * Checks an input, but not each recipient or contact in it: 200,000 take longer than a turn of the event loop may, and
 * those of an iterable may be a million, so they are checked where they are read.
 */
export function checkAllButPeople<T extends Checked>(
  schema: z.ZodType<T>,
  input: Partial<Pick<CampaignRecipients, 'recipients'>>,
): Omit<T, 'recipients'> & Pick<CampaignRecipients, 'recipients'> {
  // A program without types may give anything.
  const { recipients, ...rest } = input ?? {}
  if (typeof recipients !== 'object' || recipients === null) return parseInput(schema, input)
  if (isRecipientIterable(recipients)) {
    if (Array.isArray(recipients)) requireFew(recipients, 'recipients')
    return { ...parseInput(schema, rest), recipients }
  }
  const { rest: chosen, people } = apart(recipients, 'recipients.')
  const checked = parseInput(schema, { ...rest, recipients: chosen })
  return { ...checked, recipients: { ...checked.recipients, ...people } }
}

/** The same of a selection alone. */
export function checkSelection(selection: Selection): Selection {
  if (typeof selection !== 'object' || selection === null || isRecipientIterable(selection))
    return parseInput(selectionInput, selection)
  const { rest, people } = apart(selection, '')
  return { ...parseInput(selectionInput, rest), ...people }
}

/** The long lists of a selection, and what is left with empty ones in their places. */
function apart(selection: Selection, place: string): { rest: Selection; people: Selection } {
  const rest = { ...selection }
  const people: Selection = {}
  for (const list of ['contactIds', 'people'] as const) {
    const given = selection[list]
    if (!Array.isArray(given)) continue
    requireFew(given, `${place}${list}`)
    Object.assign(people, { [list]: given })
    rest[list] = []
  }
  return { rest, people }
}

function requireFew(people: readonly unknown[], field: string): void {
  if (people.length > mostRecipients)
    throw new SillageError('invalid_field', `${field}: expected at most 200,000 recipients in one request`, { field })
}
