import { escapeHtml } from '../../content/html/escape.ts'
import { remember } from '../../kit/remember.ts'
import type { BytesResult } from '../exchange.ts'

// A mail has few links, and each is clicked often.
/**
 * 302, so that every click is a request; a small page for programs that do not follow. `url` is checked by
 * `safeLocation`.
 */
export const redirect: (url: string) => BytesResult = remember((url) => {
  const link = escapeHtml(url)
  const body = `<!doctype html><title>↪</title><a href="${link}" rel="noreferrer">${link}</a>`
  return {
    kind: 'bytes',
    status: 302,
    headers: {
      location: url,
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
    },
    body,
  }
}, 1_000)
