import { z } from 'zod'
import { type ContactColumn, contactColumns, ownSources, suppressionReasons } from '../recipient.ts'
import * as field from './fields.ts'

export const consentInput = z
  .strictObject({
    opens: z.boolean().optional(),
    clicks: z.boolean().optional(),
    readTime: z.boolean().optional(),
    at: field.when.optional(),
    source: field.line(200).optional(),
  })
  .meta({ id: 'Consent' })

const person = {
  email: field.email,
  ref: field.line(200).optional(),
  name: field.line(200).optional(),
  company: field.line(200).optional(),
  data: field.mergeData.optional(),
  consent: consentInput.optional(),
}

export const recipientInput = z.strictObject(person).meta({ id: 'RecipientInput' })

const tags = z.array(field.line(100)).max(100)
export const contactInput = z.strictObject({ ...person, tags: tags.optional() }).meta({ id: 'ContactInput' })
export const contactPatch = z
  .strictObject({
    email: field.email.optional(),
    ref: field.line(200).nullable().optional(),
    name: field.line(200).nullable().optional(),
    company: field.line(200).nullable().optional(),
    data: field.mergeData.optional(),
    consent: consentInput.nullable().optional(),
    tags: tags.optional(),
  })
  .meta({ id: 'ContactPatch' })

const header = field.search.optional()
/**
 * The file's headers where they are not the usual names: `?email=Adresse&company=Client`. Columns that are not named
 * here become merge data then.
 */
export const importQuery = z.strictObject(
  Object.fromEntries(contactColumns.map((column) => [column, header])) as Record<ContactColumn, typeof header>,
)
/** The same of a program, which names them the other way round: header of the file → what its column holds. */
export const importOptions = z.strictObject({ columns: z.record(z.string(), z.enum(contactColumns)).optional() })

export const contactQuery = z.strictObject({
  ...field.page,
  q: field.search.optional(),
  company: field.search.optional(),
  tag: field.search.optional(),
})
/** Companies and tags. */
export const namesQuery = z.strictObject({ ...field.page, q: field.search.optional() })

export const suppressionInput = z
  .strictObject({
    email: field.email,
    topic: field.line(200).nullable().optional(),
    reason: z.enum(suppressionReasons).optional(),
  })
  .meta({ id: 'SuppressionInput' })

export const suppressionQuery = z.strictObject({
  ...field.page,
  topic: field.line(200).optional(),
  reason: z.enum(suppressionReasons).optional(),
  q: field.search.optional(),
})
export const suppressionRemoval = z.strictObject({ reason: z.enum(suppressionReasons).optional() })

const topic = field.line(200).optional()
const own: readonly string[] = ownSources
/** Where else than on the pages, which may take back what was said there. */
const source = field
  .line(200)
  .refine((text) => !own.includes(text), `expected a source other than ${own.join(' and ')}, which are the pages’ own`)
  .optional()
export const unsubscribeOptions = z.strictObject({
  topic,
  reason: z.enum(suppressionReasons).optional(),
  at: field.when.optional(),
  source,
})
export const resubscribeOptions = z.strictObject({ topic, at: field.when.optional() })

/** Over HTTP the address is in the body, never in a URL, which logs keep. */
const ofAddress = { email: field.email }
export const addressInput = z.strictObject(ofAddress).meta({ id: 'RecipientAddress' })
export const unsubscribeInput = unsubscribeOptions.extend(ofAddress).meta({ id: 'UnsubscribeInput' })
export const resubscribeInput = resubscribeOptions.extend(ofAddress).meta({ id: 'ResubscribeInput' })
export const consentChange = z.strictObject({ ...ofAddress, consent: consentInput }).meta({ id: 'ConsentChange' })
