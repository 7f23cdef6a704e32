import { z } from 'zod'
import { attachmentsBody } from './attachments.ts'
import { campaignFields, content, edit, headed } from './campaigns.ts'
import * as field from './fields.ts'
import { recipientInput } from './recipients.ts'

const { name, recipients: _people, delayMs: _d, jitterMs: _j, notAfter: _n, scheduledAt, ...shared } = campaignFields
const streamFields = { ...shared, name: name.optional(), transactional: z.boolean().optional() }

export const streamInput = z.strictObject({ ...streamFields, ...edit })
export const streamBody = streamInput.extend({ attachments: attachmentsBody.optional() }).meta({ id: 'StreamInput' })

const clearable = Object.fromEntries(
  Object.entries(streamFields).map(([of, schema]) => [of, schema.nullable().optional()]),
) as { [K in keyof typeof streamFields]: z.ZodOptional<z.ZodNullable<(typeof streamFields)[K]>> }
/** null sets a field back to its default. */
export const streamPatch = z.strictObject({ ...clearable, ...edit })
export const streamPatchBody = streamPatch
  .extend({ attachments: attachmentsBody.nullable().optional() })
  .meta({ id: 'StreamPatch' })

/** What a definition has beside what is checked of a stream. */
export const streamDefinition = streamInput.omit({ ifRevision: true }).extend({ key: field.key })

const person = recipientInput.omit({ data: true }).meta({ id: 'MessageRecipient' })
/** The stream is named beside it. */
export const messageInput = z.strictObject({
  ...content,
  ...headed,
  to: z.union([field.email, person], { error: 'expected an email address, or { email, name, ref … }' }),
  data: field.mergeData.optional(),
  scheduledAt,
  key: field.line(200).optional(),
})
/** The stream is named beside it. */
export const trackInput = z.strictObject({
  to: messageInput.shape.to,
  html: field.prose.min(1, 'expected HTML, got none'),
  text: content.text,
  subject: content.subject,
  key: messageInput.shape.key,
  topic: campaignFields.topic,
  keep: z.boolean().optional(),
  deadlineMs: field.count(1, 60_000).optional(),
})
export const trackBody = trackInput.meta({ id: 'TrackInput' })
export const messageBody = messageInput.extend({ attachments: attachmentsBody.optional() }).meta({ id: 'MessageInput' })
/** Nothing has to be said to pause or resume. */
export const noInput = z.strictObject({}).optional()
export const streamAction = z.enum(['pause', 'resume', 'retry'])
