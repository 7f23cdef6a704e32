import type { z } from 'zod'
import type { RecipientSelection } from '../domain/campaign.ts'
import { SillageError } from '../domain/errors.ts'
import { mostRecipients } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'

/**
 * Checks an input and which recipients it selects, but not each of them: a list of 200,000 takes longer than a turn of
 * the event loop may, so they are checked where they are selected. A value that should be a list and is not is refused
 * here.
 */
export function checkAllButPeople<T extends { recipients?: RecipientSelection | undefined }>(
  schema: z.ZodType<T>,
  rest: object,
  { list, contactIds, ...selection }: RecipientSelection,
): T {
  const apart = { ...(Array.isArray(list) && { list }), ...(Array.isArray(contactIds) && { contactIds }) }
  for (const [name, people] of Object.entries(apart)) requireFew(people, `recipients.${name}`)
  const recipients = { list, contactIds, ...selection, ...emptied(apart) }
  const checked = parseInput(schema, { ...rest, recipients })
  return { ...checked, recipients: { ...checked.recipients, ...apart } }
}

/** Throws `invalid_field` for more recipients than one call may name. */
export function requireFew(people: readonly unknown[], field: string): void {
  if (people.length > mostRecipients)
    throw new SillageError('invalid_field', `${field}: expected at most 200,000 recipients in one request`, { field })
}

const emptied = (lists: object) => Object.fromEntries(Object.keys(lists).map((name) => [name, []]))
