import { z } from 'zod'
import { mergeDataFault } from '../../kit/merge-data-fault.ts'
import { timeZone } from '../../kit/time-zone.ts'
import { keyPattern, readId } from '../ids.ts'

/** Parts of several inputs. Their `meta` ids become the component names of the OpenAPI document. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const controls = /[\u0000-\u001f\u007f]/

/** Text of one line: no line break or other control character, so that it can be used in a mail header. */
export const line = (max: number) =>
  z
    .string({ error: 'expected text' })
    .trim()
    .min(1, 'expected text, got none')
    // What is too long is not read to its end once more for each of the checks that follow.
    .max(max, { error: `expected at most ${max} characters`, abort: true })
    .refine((text) => !controls.test(text), {
      error: 'expected one line without control characters',
      params: { code: 'invalid_header' },
    })
    .refine((text) => text.isWellFormed(), 'expected well-formed Unicode')

/** Long text, such as HTML. Its size limit is an option of the installation, checked where the content is compiled. */
export const prose = z
  .string({ error: 'expected text' })
  .refine((text) => !text.includes('\u0000'), 'expected text without NUL characters')
  .refine((text) => text.isWellFormed(), 'expected well-formed Unicode')

/** Text, for all that a document of the API says: how ids are made is not promised. */
export const id = z
  .string({ error: 'expected an id' })
  .refine((text) => readId(text) !== undefined, 'expected an id as this API gave it')

/** A name that a program gives once and reads in many places; never one that an id could be. */
export const key = z
  .string({ error: 'expected a key' })
  .regex(keyPattern, 'expected small letters, digits and hyphens, a letter first, at most 64 characters')

/** A host's own directory may number its contacts as it likes. */
export const contactId = line(200)

export const instant = z.iso.datetime({ offset: true, error: 'expected a time such as 2026-12-01T08:30:00Z' })

/** The same of a program, which may give a `Date`; text from then on. */
export const when = z.preprocess(
  (given) => (given instanceof Date && !Number.isNaN(given.getTime()) ? given.toISOString() : given),
  instant,
) as unknown as typeof instant

/** A whole number of milliseconds, at most a week. */
export const duration = z
  .number({ error: 'expected a number of milliseconds' })
  .int('expected whole milliseconds')
  .min(0, 'expected 0 or more milliseconds')
  .max(7 * 86_400_000, 'expected at most a week in milliseconds')

export const count = (min: number, max: number) =>
  z
    .number({ error: 'expected a number' })
    .int('expected a whole number')
    .min(min, `expected at least ${min}`)
    .max(max, `expected at most ${max}`)

/** Checked fully where a message is planned; here only for what no address can be. */
export const email = z
  .string({ error: 'expected an email address' })
  .trim()
  .min(3, { error: 'expected an email address, got none' })
  .max(320, 'expected an email address of at most 320 characters')

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
/** Not zod's own, whose inner schema cannot be given a name for the OpenAPI document. */
const json: z.ZodType<Json> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]))
  .meta({ id: 'Json' })

const fields = z.record(z.string().max(200), json, { error: 'expected an object of merge fields' })

/** Its size is checked before its fields are looped over. */
export const mergeData = z.preprocess((data, context) => {
  const fault = mergeDataFault(data)
  if (fault === undefined) return data
  context.addIssue({ code: 'custom', message: fault })
  return z.NEVER
}, fields) as unknown as typeof fields

const limit = z.coerce
  .number({ error: 'expected a number' })
  .int('expected a whole number')
  .min(1, 'expected at least 1')
  .max(200, 'expected at most 200')
export const cursor = z.string().min(1).max(1_000)
/** Text of a search box. */
export const search = z
  .string()
  .max(200, { abort: true })
  .refine((text) => !text.includes('\u0000') && text.isWellFormed(), 'expected well-formed Unicode')
export const page = { limit: limit.optional(), cursor: cursor.optional() }

/** The name of a time zone that the platform knows, or one of the others. */
export function zone(others: readonly string[] = []) {
  const expected = ['a time zone such as Europe/Paris', ...others].join(', or ')
  return line(64).refine((name) => others.includes(name) || timeZone(name) !== undefined, {
    error: ({ input }) => `expected ${expected}, got ${String(input)}`,
  })
}
