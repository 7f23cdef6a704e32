import { messagePage } from '../pages/message-page.ts'
import { unsubscribePage } from '../pages/unsubscribe-page.ts'
import type { Handler } from '../types.ts'
import { withSubject } from './with-subject.ts'

/** Shows what a POST would do. Scanners that follow every link come here and change nothing. */
export const showUnsubscribe: Handler = (input) =>
  withSubject(input, 'unsubscribe', async ({ message, content, words }) => {
    void input.services.tracker.record('view', content, input.services.visit(input.request), {
      detail: { page: 'unsubscribe' },
    })
    return message.unsubscribedAt === null ? unsubscribePage(words) : messagePage(words, words.unsubscribed)
  })

/**
 * Unsubscribes: the button of our page, and the one-click request of mail programs (RFC 8058), whatever its body is. No redirect, no cookie;
 * again and again is the same 200.
 */
export const unsubscribe: Handler = (input) =>
  withSubject(input, 'unsubscribe', async ({ message, campaign, content, words }) => {
    const { services, request } = input
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
    return messagePage(words, words.unsubscribed)
  })
