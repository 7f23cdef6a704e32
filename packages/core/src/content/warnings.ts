import type { Warning, WarningCode } from '../domain/warning.ts'
import type { CompiledCampaign } from './composer.ts'
import { linePlaces } from './line-places.ts'
import type { CompiledTemplate } from './template/template-engine.ts'

/** The fields of a content that are sources, in the order a reader meets them. */
export const sourceFields = ['subject', 'preheader', 'html', 'text'] as const
/** The sources of a content, by the field each was given in. */
export type Sources = { readonly [Field in (typeof sourceFields)[number]]?: string | undefined }

/** Where in a source something is; without an offset it is about all of it. */
export interface SourcePlace {
  field: keyof Sources
  at?: number | undefined
}

/** Gathers warnings; the same one about the same subject is kept once, with its first place, and counted. */
export interface WarningList {
  add(code: WarningCode, message: string, subject?: string, place?: SourcePlace): void
  list(): Warning[]
}

const longestSubject = 200

/** Says where in a source a place is, as a warning has it. */
export function placesIn(sources: Sources): (place: SourcePlace) => Pick<Warning, 'field' | 'line' | 'column'> {
  const known = new Map<keyof Sources, ReturnType<typeof linePlaces>>()
  return ({ field, at }) => {
    if (at === undefined) return { field }
    const lines = known.get(field) ?? linePlaces(sources[field] ?? '')
    known.set(field, lines)
    return { field, ...lines(at) }
  }
}

export function createWarningList(sources: Sources = {}): WarningList {
  const found = new Map<string, Warning & { count: number }>()
  const placeOf = placesIn(sources)
  return {
    add(code, message, subject, place) {
      const about = subject === undefined ? undefined : subject.slice(0, longestSubject)
      const key = `${code} ${about}`
      const known = found.get(key)
      if (known !== undefined) known.count++
      else {
        const where = place === undefined ? {} : placeOf(place)
        found.set(key, { code, message, ...(about === undefined ? {} : { subject: about }), ...where, count: 1 })
      }
    },
    list() {
      return [...found.values()].map(({ count, ...warning }) => (count > 1 ? { ...warning, count } : warning))
    },
  }
}

/** The warning about a link that is left as it is. */
export const linkWarnings = {
  relative_link: 'This link has no host, so it leads nowhere in a mail; write the whole URL',
  placeholder_link: 'A placeholder is left in this link; it is sent as it is and not tracked',
  unsafe_link:
    'This link cannot be opened as an http or https URL of up to 8,000 characters; it is sent as it is and not tracked',
} as const satisfies Partial<Record<WarningCode, string>>

/** Warns of HTML of which Gmail will not show the end. */
export function warnOfClipping(warnings: WarningList, bytes: number): void {
  warnings.add(
    'html_clipped',
    `The HTML takes ${Math.round(bytes / 1_000)} KB; Gmail cuts mails off at about 102 KB, with the links at their end`,
    undefined,
    { field: 'html' },
  )
}

/** Warns of shared parts that nothing was put in place of. */
export function warnOfIncludes(
  warnings: WarningList,
  templates: Readonly<Partial<Record<keyof Sources, CompiledTemplate | undefined>>>,
): void {
  for (const field of sourceFields)
    for (const { key, start } of templates[field]?.includes ?? [])
      warnings.add(
        'unknown_part',
        `Nothing stands in place of {{> ${key}}}: HTML and text take a stored template of this key, and there is none`,
        key,
        { field, at: start },
      )
}

/** Warns of a link whose text names another host than it leads to, where there is one. */
export function warnOfText(warnings: WarningList, host: string | undefined, destination: string, at: number): void {
  if (host !== undefined)
    warnings.add(
      'link_text_mismatch',
      `A link whose text reads ${host} leads elsewhere; spam filters take that for phishing`,
      destination,
      { field: 'html', at },
    )
}

const scheme = /^\s*https?:[/\\]*\s*$/i

/**
 * Warns of one of the library's URLs behind a scheme: it has its own. `lead` is what stands before it, `written` the
 * whole link.
 */
export function warnOfScheme(warnings: WarningList, lead: string, written: string, place: SourcePlace): void {
  if (scheme.test(lead))
    warnings.add(
      'unsafe_link',
      'This link leads nowhere: the field behind its scheme is a whole URL; write the field alone',
      written,
      place,
    )
}

/**
 * Warns of merge fields that no recipient has, once for each field (`unknown_merge_field`, the field as `subject`).
 * `known` holds field names at every level (see `fieldNames`); name, email and company are always known. A dotted field
 * is known when each of its names is, at whatever level: a warning too few is better than one that is wrong.
 */
export function mergeFieldWarnings(fields: readonly string[], known: ReadonlySet<string>): Warning[] {
  const warnings = createWarningList()
  for (const field of fields) {
    const unknown = field.split('.').some((name) => !known.has(name) && !always.has(name))
    if (unknown)
      warnings.add('unknown_merge_field', `No recipient has a field called ${field}; it is left empty`, field)
  }
  return warnings.list()
}

/** The same of a campaign, each with the place where the field is used first. */
export function fieldWarnings(
  { fields, fieldPlace }: Pick<CompiledCampaign, 'fields' | 'fieldPlace'>,
  known: ReadonlySet<string>,
): Warning[] {
  return mergeFieldWarnings(fields, known).map((warning) => ({ ...warning, ...fieldPlace(warning.subject ?? '') }))
}

const always = new Set(['name', 'email', 'company', 'length'])
const deepest = 4

/**
 * The names of a recipient's fields, at every level down to the fourth, for `mergeFieldWarnings`. Of a list the first
 * 20 items are read, so that data of any size costs little. Names are added to `found`, which is returned: pass the
 * same set for one recipient after the other.
 */
export function fieldNames(data: unknown, found = new Set<string>(), depth = 0): Set<string> {
  if (typeof data !== 'object' || data === null || depth >= deepest) return found
  if (Array.isArray(data)) for (const item of data.slice(0, 20)) fieldNames(item, found, depth)
  else
    for (const [name, value] of Object.entries(data)) {
      found.add(name)
      fieldNames(value, found, depth + 1)
    }
  return found
}
