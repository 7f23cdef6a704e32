import {
  type Check,
  type Checks,
  func,
  functions,
  kindOf,
  object,
  oneOf,
  refuse,
  text,
} from '../domain/expect/index.ts'
import { englishNames, type OwnNames } from '../domain/names.ts'
import { type Mountable, services } from './services.ts'
import type { MountOptions } from './types.ts'
import type { Ui } from './ui.ts'

const path = text('a path that begins with a slash', (given) => given.startsWith('/'))
const event = text('the name of an event', (given) => given !== '')

/** Names for those that there are by default, and for no other. */
const someOf = <Names extends object>(names: Names, check: Check<string>) =>
  object<Partial<Names>>(Object.fromEntries(Object.keys(names).map((id) => [id, check])) as Checks<Partial<Names>>)
const names = object<OwnNames>({
  paths: someOf(englishNames.paths, path),
  events: someOf(englishNames.events, event),
})

/** How the options of every mount are checked; an adapter adds its own to them. */
export const mountChecks: Checks<MountOptions> = {
  authorize: func,
  names,
  only: oneOf('public', 'manage'),
  ui: functions<Ui>('page', 'file'),
}

/** How the path is checked below which the routes are mounted: none, or one such as `/mail`. */
export const mountPath = text("'' or a path such as /mail", (path) => path === '' || path.startsWith('/'))

/** Checks that it is an installation which is mounted. */
export function mountable<T extends Mountable>(value: unknown, path: string): T {
  const { [services]: parts } = (value ?? {}) as Partial<Mountable>
  return typeof parts === 'object' ? (value as T) : refuse(path, 'what createSillage returned', kindOf(value))
}
