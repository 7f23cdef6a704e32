import { SillageError } from '../domain/errors.ts'
import type { HttpRequest } from './exchange.ts'
import type { Authorize, AuthorizeInput, Route } from './types.ts'

/**
 * Calls the host's `authorize`; throws `forbidden`, and `missing_owner` for a plain yes where `tenants` are required.
 * Returns the tenant the caller is restricted to; undefined: to none.
 */
export async function authorizeRequest<Raw>(
  authorize: Authorize<Raw> | undefined,
  input: AuthorizeInput<Raw>,
  tenants: 'none' | 'required',
): Promise<string | undefined> {
  if (authorize === undefined) {
    throw new SillageError(
      'forbidden',
      'Management is closed: pass `authorize` to the adapter to decide who may use it.',
    )
  }
  const allowed = await authorize(input)
  if (allowed === true && tenants === 'required')
    throw new SillageError(
      'missing_owner',
      'authorize: expected { owner } or { all: true } where the option tenants is required, got true.',
    )
  if (allowed === true) return undefined
  if (typeof allowed === 'object' && allowed !== null) {
    if ('owner' in allowed && typeof allowed.owner === 'string' && allowed.owner !== '') return allowed.owner
    if ('all' in allowed && allowed.all === true && !('owner' in allowed)) return undefined
  }
  throw new SillageError('forbidden', 'You may not use this.')
}

const withBody = new Set(['POST', 'PUT', 'PATCH'])

/**
 * A page of another origin can send forms and plain text with the visitor's cookies, but JSON or CSV only after a
 * preflight (CORS). So a write needs one of these types; only requests without a body that a browser marks as
 * same-origin, or that no browser sent, may omit Content-Type.
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
