import type { OwnNames, WireNames } from '@sillage/core'
import { englishNames } from '@sillage/core/http'

/** Those of the names that a page is given: all that are not the English ones. */
export function ownNamesOf({ paths, events }: WireNames): OwnNames {
  return { paths: changed(paths, englishNames.paths), events: changed(events, englishNames.events) }
}

function changed<T extends object>(names: T, english: T): Partial<T> {
  const entries = Object.entries(names).filter(([id, name]) => Reflect.get(english, id) !== name)
  return Object.fromEntries(entries) as Partial<T>
}
