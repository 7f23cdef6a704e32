import { messagePage } from '../pages/message-page.ts'
import { unsubscribePage } from '../pages/unsubscribe-page.ts'
import type { Handler } from '../types.ts'
import { withSubject } from './with-subject.ts'

/** Shows what a POST would do. Scanners that follow every link get this page and change nothing. */
export const showUnsubscribe: Handler = (input) =>
  withSubject(input, 'unsubscribe', async ({ content, words, ...subject }) => {
    const { choices, tracker, visit } = input.services
    void tracker.record('view', content, visit(input.request), { detail: { page: 'unsubscribe' } })
    return (await choices.hasUnsubscribed(subject)) ? messagePage(words, words.unsubscribed) : unsubscribePage(words)
  })

/**
 * Unsubscribes: the button of the page, and the one-click request of mail programs (RFC 8058), whatever its body is. No
 * redirect, no cookie; repeating it is the same 200.
 */
export const unsubscribe: Handler = (input) =>
  withSubject(input, 'unsubscribe', async ({ content, words, ...subject }) => {
    const { choices, tracker, visit } = input.services
    const by = new URLSearchParams(input.request.query).get('by') === 'page' ? 'page' : 'one-click'
    if (await choices.unsubscribe(subject, by))
      await tracker.record('unsubscribe', content, visit(input.request), { detail: { by } })
    return messagePage(words, words.unsubscribed)
  })
