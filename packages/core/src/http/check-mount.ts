import { SillageError } from '../domain/errors.ts'
import { englishNames } from '../domain/names.ts'
import type { Mountable } from './services.ts'
import type { MountOptions } from './types.ts'

/** Checks what a mount was given, so that what is wrong with it is said when it is made and not to whoever asks first. Throws `invalid_option`. */
export function checkMount(sillage: Mountable, { authorize, names, only }: MountOptions): void {
  if (typeof sillage?.services !== 'object') fail('sillage', 'what createSillage returned', sillage)
  if (authorize !== undefined && typeof authorize !== 'function') fail('authorize', 'a function', authorize)
  if (only !== undefined && only !== 'public' && only !== 'manage') fail('only', "'public' or 'manage'", only)
  if (names === undefined) return
  const given: Readonly<Record<string, unknown>> = { ...names.paths, ...names.events }
  const missing = Object.keys({ ...englishNames.paths, ...englishNames.events }).filter((id) => given[id] === undefined)
  if (missing.length > 0)
    fail('names', 'englishNames, frenchNames or one of their shape', `one without ${missing.slice(0, 3).join(', ')}`)
}

function fail(field: string, expected: string, got: unknown): never {
  throw new SillageError('invalid_option', `${field}: expected ${expected}, got ${String(got)}`, { field })
}
