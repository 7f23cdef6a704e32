import type { HttpResult } from '../types.ts'
import { escapeHtml } from './escape-html.ts'

const encoder = new TextEncoder()

/** 302, so that every click comes by; a small page for programs that do not follow. `url` is checked by `safeLocation`. */
export function redirect(url: string): HttpResult {
  const link = escapeHtml(url)
  return {
    kind: 'bytes',
    status: 302,
    headers: {
      location: url,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex, nofollow',
    },
    body: encoder.encode(`<!doctype html><title>↪</title><a href="${link}" rel="noreferrer">${link}</a>`),
  }
}
