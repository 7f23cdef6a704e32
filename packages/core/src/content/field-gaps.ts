import type { Warning } from '../domain/warning.ts'
import type { CompiledCampaign } from './composer.ts'
import { lookup, textOf } from './template/lookup.ts'
import { scopesOf } from './template/scopes.ts'
import { fieldNames, fieldWarnings } from './warnings.ts'

/** The fields that a content needs of its recipients. */
export type NeededFields = Pick<CompiledCampaign, 'fields' | 'fieldPlace' | 'bareFields'>

/** Counts what recipients lack, one after the other. */
export interface FieldGaps {
  /** `data` as the content is given it: with the name, email and company. */
  add(data: Readonly<Record<string, unknown>>): void
  /** How many were added. */
  readonly of: number
  /** Fields that none of them has. */
  unknown(): Warning[]
  /** Of each field that is used outside of sections, and that some of them have, for how many it is empty. */
  lacking(): ReadonlyMap<string, number>
}

export function fieldGaps(needed: NeededFields): FieldGaps {
  const known = new Set<string>()
  const lacking = new Map<string, number>()
  let of = 0
  let allKnown = needed.fields.length === 0
  return {
    add(data) {
      of++
      // Of a million recipients the names are read until each field was met.
      if (!allKnown) {
        fieldNames(data, known)
        allKnown = needed.fields.every((field) => known.has(field))
      }
      for (const field of needed.bareFields)
        if (textOf(lookup(scopesOf(data), field)) === '') lacking.set(field, (lacking.get(field) ?? 0) + 1)
    },
    get of() {
      return of
    },
    unknown,
    lacking() {
      const none = new Set(unknown().map(({ subject }) => subject))
      return new Map([...lacking].filter(([field]) => !none.has(field)))
    },
  }

  function unknown(): Warning[] {
    return of === 0 ? [] : fieldWarnings(needed, known)
  }
}
