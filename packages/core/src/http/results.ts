import type { BytesResult, HttpHeaders, HttpResult, WholeResult } from './exchange.ts'

/** The few ways a handler answers. */
export function json(body: unknown, status = 200): WholeResult {
  return { kind: 'json', status, headers: { 'cache-control': 'no-store' }, body }
}

/** The answer of a route whose key may have made the thing before: 201 where this request made it, else 200. */
export const made = (thing: { created: boolean }): WholeResult => json(thing, thing.created ? 201 : 200)

/** A JSON answer as the text it is sent as; throws where it cannot be serialised, or is longer than a string can be. */
export function written({ status, headers, body }: Extract<HttpResult, { kind: 'json' }>): BytesResult {
  const text = JSON.stringify(body)
  return {
    kind: 'bytes',
    status,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: text,
  }
}

export const noContent: HttpResult = { kind: 'empty', status: 204, headers: { 'cache-control': 'no-store' } }

/**
 * A page of the library itself: nothing from elsewhere but pictures of the origin named, no script, not in a frame.
 */
export function page(html: string, status = 200, headers: HttpHeaders = {}, pictures?: string): HttpResult {
  return {
    kind: 'bytes',
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; ${pictures === undefined ? '' : `img-src ${pictures}; `}form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
      ...headers,
    },
    body: html,
  }
}

/** A table that is read as it is sent. */
export const csv = (filename: string, body: AsyncIterable<string>): HttpResult => ({
  kind: 'stream',
  status: 200,
  headers: {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${filename}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  },
  body,
})
