import { isSillageError, SillageError } from '../domain/errors.ts'
import { type MailInput, type PreparedContent, prepareContent } from './content.ts'
import type { CampaignContext } from './context.ts'
import { isOfContent } from './findings.ts'

/** Compiles content for a check: what is wrong with it is given, not thrown. */
export async function tryContent(
  context: CampaignContext,
  mail: MailInput,
): Promise<{ prepared: PreparedContent } | { errors: SillageError[] }> {
  const first = await faultOf(context, mail)
  if (!(first instanceof SillageError)) return { prepared: first }
  const errors = [first]
  // The first fault hides those of other fields: each field is tried with nothing else that could be wrong.
  const { html, text, subject, preheader, from, replyTo, options, owner } = mail
  const nothing = { subject: ' ', html: 'x', from: 'nobody@sillage.invalid', files: [], owner }
  const plain = { tracking: {}, headers: {} }
  const alone: Partial<MailInput>[] = [
    { subject },
    { preheader },
    { html: html === '' ? 'x' : html },
    { text },
    { from },
    { replyTo },
    { options: { ...plain, headers: options.headers } },
  ]
  for (const field of alone) {
    const fault = await faultOf(context, { ...nothing, options: plain, ...field })
    if (fault instanceof SillageError && !errors.some(({ message }) => message === fault.message)) errors.push(fault)
  }
  return { errors }
}

/** Throws what is no fault of the content. */
async function faultOf(context: CampaignContext, mail: MailInput): Promise<PreparedContent | SillageError> {
  try {
    return await prepareContent(context, mail)
  } catch (error) {
    if (isSillageError(error) && isOfContent(error)) return error
    throw error
  }
}
