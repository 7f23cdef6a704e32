import { fieldNames, fieldWarnings } from '../content/warnings.ts'
import type { Preview, PreviewInput } from '../domain/content.ts'
import { SillageError } from '../domain/errors.ts'
import { previewInput } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import { mergeData } from '../kit/merge-data.ts'
import { mergeDataFault } from '../kit/merge-data-fault.ts'
import { checkHeaders } from './check-headers.ts'
import { prepareContent } from './content.ts'
import type { CampaignContext } from './context.ts'

/** A placeholder where a mail is previewed without a sender. */
export const NOBODY = 'preview@sillage.invalid'

/**
 * Content as one contact would see it: links as the author wrote them, no pixel; warnings and merge fields beside it.
 */
export async function previewContent(context: CampaignContext, input: PreviewInput): Promise<Preview> {
  const checked = parseInput(previewInput, input)
  checkHeaders(context, checked.headers)
  // An author previews the body before there is a subject; a campaign without one is refused.
  const subject = checked.subject ?? (checked.template === undefined ? ' ' : undefined)
  const { tracking = {} } = checked
  const { headers = {}, from = context.from ?? NOBODY } = checked
  const mail = { ...checked, subject, from, options: { tracking, headers } }
  const { compiled, files } = await prepareContent(context, mail)
  const { fields } = compiled
  const data = checked.data ?? (await contactData(context, checked.contactId))
  const warnings = data === undefined ? [] : fieldWarnings(compiled, fieldNames(data))
  const preview = await compiled.preview(data ?? standIns(fields))
  return {
    ...preview,
    subject: preview.subject.trim(),
    warnings: [...compiled.warnings, ...warnings],
    fields: [...fields],
    attachments: files.map(({ filename, contentType, cid, size }) => ({ filename, contentType, cid, size })),
  }
}

/**
 * The merge data of a contact that an input names, if it names one; throws `unknown_contact`, and `invalid_field` for
 * more data than one may have.
 */
export async function contactData(
  context: CampaignContext,
  id: string | undefined,
): Promise<Record<string, unknown> | undefined> {
  if (id === undefined) return undefined
  const [contact] = await context.directory.resolve([id], context.owner)
  if (contact === undefined)
    throw new SillageError(
      'unknown_contact',
      'contactId: there is no such contact in the directory; choose one of the list.',
      {
        field: 'contactId',
      },
    )
  const fault = mergeDataFault(contact.data)
  if (fault !== undefined)
    throw new SillageError('invalid_field', `contactId: the data of this contact: ${fault}`, { field: 'contactId' })
  return mergeData(contact)
}

/** Without a contact a field shows its own name, so that the author sees its place. */
export function standIns(fields: readonly string[]): Record<string, unknown> {
  const data: Record<string, unknown> = {}
  for (const field of fields) if (!field.includes('.')) data[field] = `{${field}}`
  return data
}
