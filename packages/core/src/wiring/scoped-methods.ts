import { type Checks, object, text } from '../domain/expect/index.ts'
import type { Scope } from '../domain/ids.ts'
import type { Rights } from '../recipients/rights.ts'
import type { Sillage } from '../sillage.ts'
import type { Statistics } from '../stats/statistics.ts'

/** The parts of an installation whose methods take a scope. */
interface Parts extends Pick<Sillage, 'campaigns' | 'contacts' | 'templates' | 'suppressions'> {
  statistics: Statistics
  rights: Rights
}

/** Which of the arguments of a method is its scope: the last. */
type PlaceOf<Method> = Method extends (...args: infer Args) => unknown
  ? Required<Args> extends [...infer Before, Scope]
    ? Before['length']
    : 'none'
  : never
const places: { readonly [Part in keyof Parts]: { readonly [M in keyof Parts[Part]]: PlaceOf<Parts[Part][M]> } } = {
  campaigns: {
    create: 1,
    createOrContinue: 1,
    get: 1,
    list: 1,
    update: 2,
    delete: 1,
    start: 1,
    pause: 1,
    resume: 1,
    cancel: 1,
    retry: 2,
    sendTest: 1,
    preview: 1,
  },
  contacts: { search: 1, get: 1, create: 1, update: 2, delete: 1, companies: 1, import: 2 },
  templates: { list: 1, get: 1, create: 1, replace: 2, delete: 1 },
  suppressions: { list: 1, add: 1, delete: 1 },
  statistics: { stats: 1, messages: 2, exportMessages: 2, timeline: 2, events: 2 },
  rights: { eraseRecipient: 1, exportRecipient: 1 },
}

const checks: Checks<Scope> = { owner: text('the tenant, as text that is not empty', (owner) => owner !== '') }
const checkScope = object<Scope>(checks)

/**
 * The same methods, each of which checks its scope first: one that is misspelt would show every tenant's rows. They
 * reject with `invalid_option` and the field, such as `scope.onwer`.
 */
export function scopedMethods(parts: Parts): Parts {
  const scoped = (part: keyof Parts) => ({ ...parts[part], ...withScopes(parts[part], places[part]) })
  return Object.fromEntries((Object.keys(places) as (keyof Parts)[]).map((part) => [part, scoped(part)])) as never
}

function withScopes(methods: object, scopeAt: object): object {
  const entries = Object.entries(scopeAt).map(([name, place]) => {
    const method = Reflect.get(methods, name)
    const checked = async (...args: unknown[]) => {
      if (args[place] !== undefined) checkScope(args[place], 'scope')
      return method(...args)
    }
    return [name, checked]
  })
  return Object.fromEntries(entries)
}
