import { messagePage } from '../pages/message-page.ts'
import { unsubscribePage } from '../pages/unsubscribe-page.ts'
import type { Handler, HandlerInput } from '../types.ts'
import { withSubject } from './with-subject.ts'

/** Shows what a POST would do. Scanners that follow every link get this page and change nothing. */
export const showUnsubscribe: Handler = (input) => {
  const { choices, tracker, visit } = input.services
  return withSubject(
    input,
    'unsubscribe',
    async ({ content, words, ...subject }) => {
      void tracker.record('view', content, visit(input.request), { detail: { page: 'unsubscribe' } })
      return (await choices.hasUnsubscribed(subject)) ? messagePage(words, words.unsubscribed) : unsubscribePage(words)
    },
    async (messageId, words) => ((await choices.canStillUnsubscribe(messageId)) ? unsubscribePage(words) : undefined),
  )
}

/**
 * Unsubscribes: the button of the page, and the one-click request of mail programs (RFC 8058), whatever its body is. No
 * redirect, no cookie; repeating it is the same 200. It works after the message is gone too.
 */
export const unsubscribe: Handler = (input) => {
  const { choices, tracker, visit } = input.services
  const by = saidBy(input)
  return withSubject(
    input,
    'unsubscribe',
    async ({ content, words, ...subject }) => {
      if (await choices.unsubscribe(subject, by))
        await tracker.record('unsubscribe', content, visit(input.request), { detail: { by } })
      return messagePage(words, words.unsubscribed)
    },
    async (messageId, words) =>
      (await choices.unsubscribeGone(messageId, by)) ? messagePage(words, words.unsubscribed) : undefined,
  )
}

const saidBy = ({ request }: HandlerInput): 'page' | 'one-click' =>
  new URLSearchParams(request.query).get('by') === 'page' ? 'page' : 'one-click'
