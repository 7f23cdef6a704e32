import { messagePage } from '../pages/message-page.ts'
import { unsubscribePage } from '../pages/unsubscribe-page.ts'
import type { Handler } from '../types.ts'
import { type Found, withSubject } from './with-subject.ts'

/** Shows what a POST would do. Scanners that follow every link get this page and change nothing. */
export const showUnsubscribe: Handler = (input) =>
  withSubject(input, 'unsubscribe', async (found) => {
    const { message, content, words } = found
    const { choices, tracker, visit } = input.services
    void tracker.record('view', content, visit(input.request), { detail: { page: 'unsubscribe' } })
    const isDone = message.unsubscribedAt !== null && (await choices.isHeld(chooserOf(found)))
    return isDone ? messagePage(words, words.unsubscribed) : unsubscribePage(words)
  })

/**
 * Unsubscribes: the button of the page, and the one-click request of mail programs (RFC 8058), whatever its body is. No
 * redirect, no cookie; repeating it is the same 200. The address is suppressed each time, because the suppression may
 * have been lifted since; an event is recorded each time that changed something.
 */
export const unsubscribe: Handler = (input) =>
  withSubject(input, 'unsubscribe', async (found) => {
    const { message, content, words } = found
    const { choices, tracker, visit } = input.services
    const isNew = await choices.unsubscribe(chooserOf(found))
    if (isNew || message.unsubscribedAt === null) await tracker.record('unsubscribe', content, visit(input.request))
    return messagePage(words, words.unsubscribed)
  })

const chooserOf = ({ message, campaign }: Found) => ({
  owner: campaign.owner,
  email: message.email,
  list: campaign.options.list ?? null,
})
