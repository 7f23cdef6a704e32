import { type Checks, func, kindOf, oneOf, refuse, text } from '../domain/expect/index.ts'
import { englishNames, type WireNames } from '../domain/names.ts'
import type { Mountable } from './services.ts'
import type { MountOptions } from './types.ts'

/** How the options of every mount are checked; an adapter adds its own to them. */
export const mountChecks: Checks<MountOptions> = {
  authorize: func,
  names,
  only: oneOf('public', 'manage'),
}

/** How the path is checked below which the routes are mounted: none, or one such as `/mail`. */
export const mountPath = text("'' or a path such as /mail", (path) => path === '' || path.startsWith('/'))

/** Checks that it is an installation which is mounted. */
export function mountable<T extends Mountable>(value: unknown, path: string): T {
  const { services } = (value ?? {}) as Partial<Mountable>
  return typeof services === 'object' ? (value as T) : refuse(path, 'what createSillage returned', kindOf(value))
}

function names(value: unknown, path: string): WireNames {
  const { paths, events } = (value ?? {}) as Partial<WireNames>
  const given: Readonly<Record<string, unknown>> = { ...paths, ...events }
  const missing = Object.keys({ ...englishNames.paths, ...englishNames.events }).filter((id) => given[id] === undefined)
  if (missing.length > 0)
    refuse(path, 'englishNames, frenchNames or one of their shape', `one without ${missing.slice(0, 3).join(', ')}`)
  return value as WireNames
}
