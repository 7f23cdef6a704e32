import { agreed } from '../../tracking/consent.ts'
import { readForm } from '../body.ts'
import { messagePage } from '../pages/message-page.ts'
import { preferencesPage } from '../pages/preferences-page.ts'
import type { Handler } from '../types.ts'
import { withSubject } from './with-subject.ts'

/** Shows what is measured for this recipient, with a box for each kind. */
export const showPreferences: Handler = (input) =>
  withSubject(input, 'preferences', async ({ message, words }) =>
    preferencesPage(words, agreed(message.consent, input.services.unsetConsent), false),
  )

/**
 * Stores the boxes, for this address and for all mails already sent to it; a consent is withdrawn as easily as given.
 * The same boxes again within a minute store nothing, and more than twenty changes in a minute are answered 429.
 */
export const preferences: Handler = (input) =>
  withSubject(input, 'preferences', async ({ content, words, ...subject }) => {
    const { services, request } = input
    const form = await readForm(request, ['opens', 'clicks', 'readTime'], services.clock)
    const decided = { opens: form.has('opens'), clicks: form.has('clicks'), readTime: form.has('readTime') }
    if (services.choices.isRepeated(subject, decided, 'preferences')) return preferencesPage(words, decided, true)
    // No person changes their mind so often; the page says that this choice is not stored.
    if (services.tracker.exceeds('consent', content))
      return messagePage(words, words.unavailable, 429, { 'retry-after': '60' })
    const consent = await services.choices.consent(subject, decided, 'preferences')
    await services.tracker.record('consent', content, services.visit(request), { detail: decided })
    return preferencesPage(words, consent, true)
  })
