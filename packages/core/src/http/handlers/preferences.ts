import { agreed } from '../../tracking/consent.ts'
import { readForm } from '../body.ts'
import { preferencesPage } from '../pages/preferences-page.ts'
import type { Handler } from '../types.ts'
import { withSubject } from './with-subject.ts'

/** Shows what is measured for this recipient, with a box for each kind. */
export const showPreferences: Handler = (input) =>
  withSubject(input, 'preferences', async ({ message, words }) =>
    preferencesPage(words, agreed(message.consent, input.services.unsetConsent), false),
  )

/** Stores what the boxes say, for this address and for all mails already sent to it; takes it back as easily. */
export const preferences: Handler = (input) =>
  withSubject(input, 'preferences', async ({ message, campaign, content, words }) => {
    const { services, request } = input
    const form = await readForm(request, ['opens', 'clicks', 'readTime'], services.clock)
    const at = services.clock.now()
    const consent = {
      opens: form.has('opens'),
      clicks: form.has('clicks'),
      readTime: form.has('readTime'),
      at: new Date(at).toISOString(),
      source: 'preferences',
    }
    await services.store.privacy.setConsent({
      owner: campaign.owner,
      email: message.email,
      consent,
      at,
      source: 'preferences',
    })
    await services.tracker.record('consent', content, services.visit(request), {
      detail: { opens: consent.opens, clicks: consent.clicks, readTime: consent.readTime },
    })
    return preferencesPage(words, consent, true)
  })
