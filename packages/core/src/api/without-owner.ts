import { SillageError } from '../domain/errors.ts'
import type { SillageApi } from './sillage-api.ts'

/** The same namespaces, of which each method rejects with `missing_owner`. */
export function withoutOwner(api: SillageApi): SillageApi {
  const refused = (name: string) => () => {
    const message = `${name}: expected a tenant; say sillage.for(owner), or sillage.forAll() for the rows of every tenant.`
    const refusal = Promise.reject(new SillageError('missing_owner', message))
    // A list may also be iterated.
    return Object.assign(refusal, {
      [Symbol.asyncIterator]: () => ({ next: () => refusal }),
    })
  }
  const namespaces = Object.entries<object>({ ...api }).map(([room, methods]) => [
    room,
    Object.fromEntries(Object.keys(methods).map((name) => [name, refused(`${room}.${name}`)])),
  ])
  return Object.fromEntries(namespaces) as SillageApi
}
