import { safeLocation } from '../../content/safe-location.ts'
import { isSillageError } from '../../domain/errors.ts'
import type { Destination } from '../../tracking/tracker.ts'
import { escapeHtml } from '../pages/escape-html.ts'
import { messagePage } from '../pages/message-page.ts'
import { wordsFor } from '../pages/words.ts'
import type { Handler, HttpResult } from '../types.ts'

/** Redirects to the stored destination; nothing of the request becomes part of it. */
export const click: Handler = async ({ services, request }) => {
  const content = services.tracker.open(request.params.token ?? '', 'click', 'aggregateClick')
  const words = wordsFor(request)
  let destination: Destination
  try {
    destination = content === undefined ? { kind: 'unknown' } : await services.tracker.destination(content)
  } catch (error) {
    if (!isSillageError(error) || error.status !== 503) throw error
    services.logger.warn({ err: error }, 'a link is not in memory and the store cannot be read')
    return messagePage(words, words.unavailable, 503, { 'retry-after': '5' })
  }
  if (content !== undefined && destination.kind === 'location') {
    await services.tracker.record('click', content, services.visit(request), { campaignId: destination.campaignId })
    return redirect(destination.url)
  }
  const fallback = services.fallbackUrl === undefined ? undefined : safeLocation(services.fallbackUrl)
  return fallback === undefined ? messagePage(words, words.unknownLink, 404) : redirect(fallback)
}

function redirect(url: string): HttpResult {
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
    body: new TextEncoder().encode(`<!doctype html><title>↪</title><a href="${link}" rel="noreferrer">${link}</a>`),
  }
}
