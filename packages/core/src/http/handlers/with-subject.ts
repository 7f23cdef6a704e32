import type { TokenKind } from '../../domain/token-kind.ts'
import type { TokenContent } from '../../tracking/tokens.ts'
import type { Subject } from '../../tracking/tracker.ts'
import type { HttpResult } from '../exchange.ts'
import { messagePage } from '../pages/message-page.ts'
import { type Words, wordsFor } from '../pages/words.ts'
import type { HandlerInput } from '../types.ts'
import { unknownToken } from './unknown-token.ts'

/** The subject of a recipient's page: the token, its message and campaign. */
export interface Found extends Subject {
  content: TokenContent
  words: Words
}

/**
 * Opens a recipient's token of this kind and answers by `act`; a test's token, an unknown one and one whose message is
 * gone are answered here, the last by `gone` where it has an answer.
 */
export async function withSubject(
  input: HandlerInput,
  kind: TokenKind,
  act: (found: Found) => Promise<HttpResult>,
  gone?: (messageId: number, words: Words) => Promise<HttpResult | undefined>,
): Promise<HttpResult> {
  const { services, request } = input
  const words = wordsFor(request)
  const content = services.tracker.open(request.params.token ?? '', kind, 'test')
  if (content === undefined) return unknownToken(input)
  if (content.kind === 'test') return messagePage(words, words.test)
  const subject = await services.tracker.subject(content)
  if (subject !== undefined) return act({ ...subject, content, words })
  return (await gone?.(content.messageId, words)) ?? messagePage(words, words.gone, 410)
}
