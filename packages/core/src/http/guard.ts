import { SillageError } from '../domain/errors.ts'
import type { HttpRequest } from './exchange.ts'
import type { Authorize, AuthorizeInput, Route } from './types.ts'

/** Asks the host; throws `forbidden`, returns the tenant the caller is held to. */
export async function authorizeRequest(
  authorize: Authorize | undefined,
  input: AuthorizeInput,
): Promise<string | undefined> {
  if (authorize === undefined) {
    throw new SillageError(
      'forbidden',
      'Management is closed: pass `authorize` to the adapter to decide who may use it.',
    )
  }
  const allowed = await authorize(input)
  if (allowed === true) return undefined
  if (typeof allowed === 'object' && allowed !== null && typeof allowed.owner === 'string' && allowed.owner !== '')
    return allowed.owner
  throw new SillageError('forbidden', 'You may not use this.')
}

const withBody = new Set(['POST', 'PUT', 'PATCH'])

/**
 * A page of another origin can send forms and plain text with the visitor's cookies, but not JSON or CSV without asking first (CORS).
 * So writing takes one of these; only requests without a body that a browser says are its own, or that no browser sent, go without.
 */
export function requireWritableType(route: Route, request: HttpRequest): void {
  if (!withBody.has(route.method)) return
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const expected = route.bodyType ?? 'application/json'
  if (type === expected) return
  const site = request.headers['sec-fetch-site']
  const empty =
    type === '' &&
    (request.headers['content-length'] ?? '0') === '0' &&
    request.headers['transfer-encoding'] === undefined
  if (empty && (site === undefined ? request.headers.origin === undefined : site === 'same-origin' || site === 'none'))
    return
  throw new SillageError('unsupported_media_type', `Send this with Content-Type: ${expected}.`)
}
