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
  const { contactIds } = recipients
  if (!Array.isArray(contactIds)) return parseInput(schema, input)
  requireFew(contactIds, 'recipients.contactIds')
  const checked = parseInput(schema, { ...rest, recipients: { ...recipients, contactIds: [] } })
  return { ...checked, recipients: { ...checked.recipients, contactIds } }
}

/** The same of a selection alone. */
export function checkSelection(selection: Selection): Selection {
  const contactIds: unknown = selection?.contactIds
  if (!Array.isArray(contactIds)) return parseInput(selectionInput, selection)
  requireFew(contactIds, 'contactIds')
  return { ...parseInput(selectionInput, { ...selection, contactIds: [] }), contactIds }
}

function requireFew(people: readonly unknown[], field: string): void {
  if (people.length > mostRecipients)
    throw new SillageError('invalid_field', `${field}: expected at most 200,000 recipients in one request`, { field })
}
