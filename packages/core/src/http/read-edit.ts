import { SillageError } from '../domain/errors.ts'
import { readInput } from './body.ts'
import type { HttpRequest } from './exchange.ts'

/** The header that an edit may name its revision in, for the OpenAPI document. */
export const ifMatchHeader = {
  'If-Match': 'The same as ifRevision in the body: the revision that was read, in quotes, such as "7"',
}

/**
 * The JSON body of an edit, with the revision that `If-Match` names as its `ifRevision`. Throws `invalid_field` for a
 * header that names none, and where header and body name two.
 */
export async function readEdit<T>(request: HttpRequest): Promise<T> {
  const body = await readInput<T>(request)
  const revision = revisionOf(request.headers['if-match'])
  if (revision === undefined || typeof body !== 'object' || body === null || Array.isArray(body)) return body
  if ('ifRevision' in body && body.ifRevision !== revision)
    throw refused(`ifRevision: expected ${revision}, as If-Match says; send one of the two.`)
  return { ...body, ifRevision: revision }
}

/** Undefined without a header, or with `*`, which any revision matches. A weak tag matches none, so it is refused. */
function revisionOf(header: string | undefined): number | undefined {
  const given = header?.trim()
  if (given === undefined || given === '*') return undefined
  const digits = /^"([1-9]\d{0,14})"$/.exec(given)?.[1]
  if (digits === undefined) throw refused('If-Match: expected a revision in quotes, such as "7", or no header.')
  return Number(digits)
}

function refused(message: string): SillageError {
  return new SillageError('invalid_field', message, { field: 'ifRevision' })
}
