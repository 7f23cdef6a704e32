import type { TokenContent } from '../../tracking/tokens.ts'
import { messagePage } from '../pages/message-page.ts'
import { unsubscribePage } from '../pages/unsubscribe-page.ts'
import { wordsFor } from '../pages/words.ts'
import type { Handler, HandlerInput, HttpResult } from '../types.ts'
import { unknownToken } from './unknown-token.ts'

/** Shows what a POST would do. Scanners that follow every link come here and change nothing. */
export const showUnsubscribe: Handler = async (input) => {
  const words = wordsFor(input.request)
  return withSubject(input, async (content, { message }) => {
    void input.services.tracker.record('view', content, input.services.visit(input.request), {
      detail: { page: 'unsubscribe' },
    })
    return message.unsubscribedAt === null ? unsubscribePage(words) : messagePage(words, words.unsubscribed)
  })
}

/**
 * Unsubscribes: the button of our page, and the one-click request of mail programs (RFC 8058), whatever its body is. No redirect, no cookie;
 * again and again is the same 200.
 */
export const unsubscribe: Handler = async (input) => {
  const { services, request } = input
  return withSubject(input, async (content, { message, campaign }) => {
    if (message.unsubscribedAt === null) {
      const { owner, options } = campaign
      await services.store.suppressions.add({
        owner,
        email: message.email,
        emailHash: null,
        list: options.list ?? null,
        reason: 'unsubscribe',
        at: services.clock.now(),
      })
      await services.tracker.record('unsubscribe', content, services.visit(request))
    }
    const words = wordsFor(request)
    return messagePage(words, words.unsubscribed)
  })
}

type Subject = NonNullable<Awaited<ReturnType<HandlerInput['services']['tracker']['subject']>>>

async function withSubject(
  input: HandlerInput,
  act: (content: TokenContent, subject: Subject) => Promise<HttpResult>,
): Promise<HttpResult> {
  const { services, request } = input
  const words = wordsFor(request)
  const content = services.tracker.open(request.params.token ?? '', 'unsubscribe', 'test')
  if (content === undefined) return unknownToken(input)
  if (content.kind === 'test') return messagePage(words, words.test)
  const subject = await services.tracker.subject(content)
  return subject === undefined ? messagePage(words, words.gone, 410) : act(content, subject)
}
