import { safeLocation } from '../../content/links/safe-location.ts'
import type { HttpResult } from '../exchange.ts'
import { messagePage } from '../pages/message-page.ts'
import { redirect } from '../pages/redirect.ts'
import type { HandlerInput } from '../types.ts'
import { commonLook } from './common-look.ts'

/**
 * The answer to a token that does not open: a plain page that repeats nothing of the request; to a source of too many
 * (`bad-tokens.ts`), 429 without a page.
 */
export function unknownToken(input: HandlerInput): HttpResult {
  const { services, request } = input
  if (services.badTokens.note(services.visit(request).source)) {
    return { kind: 'empty', status: 429, headers: { 'retry-after': '60', 'cache-control': 'no-store' } }
  }
  const look = commonLook(input)
  return messagePage(look, look.words.unknownLink, 404)
}

/** The same for links, where the host may have set a page of its own. */
export function unknownLink(input: HandlerInput): HttpResult {
  const fallback = input.services.fallbackUrl === undefined ? undefined : safeLocation(input.services.fallbackUrl)
  return fallback === undefined ? unknownToken(input) : redirect(fallback)
}
