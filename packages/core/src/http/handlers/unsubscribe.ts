import { messagePage } from '../pages/message-page.ts'
import { unsubscribePage } from '../pages/unsubscribe-page.ts'
import type { Handler, HandlerInput } from '../types.ts'
import { type Found, withSubject } from './with-subject.ts'

/** Shows what a POST would do. Scanners that follow every link come here and change nothing. */
export const showUnsubscribe: Handler = (input) =>
  withSubject(input, 'unsubscribe', async (found) => {
    const { content, words } = found
    void input.services.tracker.record('view', content, input.services.visit(input.request), {
      detail: { page: 'unsubscribe' },
    })
    return (await isUnsubscribed(input, found)) ? messagePage(words, words.unsubscribed) : unsubscribePage(words)
  })

/**
 * Unsubscribes: the button of our page, and the one-click request of mail programs (RFC 8058), whatever its body is. No redirect, no cookie;
 * again and again is the same 200. The address is suppressed each time, because somebody may have lifted it since; an event tells each time that
 * changed something.
 */
export const unsubscribe: Handler = (input) =>
  withSubject(input, 'unsubscribe', async ({ message, campaign, content, words }) => {
    const { services, request } = input
    const { owner, options } = campaign
    const { created } = await services.store.suppressions.add({
      owner,
      email: message.email,
      emailHash: null,
      list: options.list ?? null,
      reason: 'unsubscribe',
      at: services.clock.now(),
    })
    if (created || message.unsubscribedAt === null)
      await services.tracker.record('unsubscribe', content, services.visit(request))
    return messagePage(words, words.unsubscribed)
  })

/** That a message was once unsubscribed by says nothing of today: whoever lifted the suppression since needs the button again. */
async function isUnsubscribed({ services }: HandlerInput, { message, campaign }: Found): Promise<boolean> {
  if (message.unsubscribedAt === null) return false
  const { owner, options } = campaign
  const held = await services.store.suppressions.held(owner, [message.email], options.list ?? null)
  return held.has(message.email)
}
