import { z } from 'zod'
import * as field from './fields.ts'

/** Files of one mail. */
const mostAttachments = 100

const refused = /[\p{Cc}/\\]/u
export const filename = z
  .string({ error: 'expected the name of a file' })
  .min(1, 'expected the name of a file, got none')
  .max(255, { error: 'expected at most 255 characters', abort: true })
  .refine((name) => !refused.test(name), 'expected a name without control characters and slashes')
  .refine((name) => name.isWellFormed(), 'expected well-formed Unicode')

/** RFC 6838, section 4.2. */
const mediaType = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/
export const contentType = z
  .string({ error: 'expected a media type such as application/pdf' })
  .max(255, { error: 'expected at most 255 characters', abort: true })
  .toLowerCase()
  .refine((type) => mediaType.test(type), 'expected a media type such as application/pdf, without parameters')
  // Parts that mail programs open as mails of their own.
  .refine((type) => !/^(?:multipart|message)\//.test(type), 'expected a file, got a part made of others')

const named = {
  filename,
  contentType: contentType.optional(),
  cid: z
    .string({ error: 'expected a name for cid: in the HTML' })
    .regex(/^[A-Za-z0-9._@+-]{1,200}$/, 'expected 1 to 200 letters, digits and . _ @ + -')
    .nullable()
    .optional(),
  base64: z.string({ error: 'expected base64' }).optional(),
  attachment: field.id.optional(),
  /** As it is read of a campaign; what counts are the bytes. */
  size: field.count(0, Number.MAX_SAFE_INTEGER).optional(),
}
const text = field.prose
const bytes = z.union([text, z.instanceof(Uint8Array)], { error: 'expected bytes, or text' })

type Given = Partial<Record<'content' | 'base64' | 'attachment', unknown>> & { size?: number | undefined }
const sources = ({ content, base64, attachment }: Given) =>
  Object.entries({ content, base64, attachment }).flatMap(([name, value]) => (value === undefined ? [] : [name]))

const oneSource = <T extends z.ZodType<Given>>(schema: T) =>
  schema.superRefine((given, context) => {
    const found = sources(given)
    const got = found.length === 0 ? 'none' : found.join(' and ')
    if (found.length !== 1)
      context.addIssue({ code: 'custom', message: `expected one of content, base64 and attachment, got ${got}` })
    else if (given.size !== undefined && given.attachment === undefined)
      context.addIssue({ code: 'custom', path: ['size'], message: 'expected no size beside the bytes themselves' })
  })

/** What a program gives. */
export const attachmentsInput = z
  .array(oneSource(z.strictObject({ ...named, content: bytes.optional() })))
  .max(mostAttachments, `expected at most ${mostAttachments} files`)
/** The same in JSON. */
export const attachmentsBody = z
  .array(oneSource(z.strictObject({ ...named, content: text.optional() }).meta({ id: 'Attachment' })))
  .max(mostAttachments, `expected at most ${mostAttachments} files`)

export const uploadInput = z.strictObject({ filename, contentType: contentType.optional(), content: bytes })
export const uploadQuery = z.strictObject({ filename, contentType: contentType.optional() })
