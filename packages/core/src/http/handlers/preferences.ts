import { agreed } from '../../tracking/consent.ts'
import { readForm } from '../body.ts'
import { messagePage } from '../pages/message-page.ts'
import { preferencesPage } from '../pages/preferences-page.ts'
import { wordsFor } from '../pages/words.ts'
import type { Handler, HandlerInput, HttpResult } from '../types.ts'
import { unknownToken } from './unknown-token.ts'

/** Shows what is measured for this recipient, with a box for each kind. */
export const showPreferences: Handler = (input) =>
  withMessage(input, async ({ message }) =>
    preferencesPage(wordsFor(input.request), agreed(message.consent, input.services.unsetConsent), false),
  )

/** Stores what the boxes say, for this address and for all mails already sent to it; takes it back as easily. */
export const preferences: Handler = (input) =>
  withMessage(input, async ({ message, campaign, content }) => {
    const { services, request } = input
    const form = await readForm(request)
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
    return preferencesPage(wordsFor(request), consent, true)
  })

type Found = NonNullable<Awaited<ReturnType<HandlerInput['services']['tracker']['subject']>>> & {
  content: NonNullable<ReturnType<HandlerInput['services']['tracker']['open']>>
}

async function withMessage(input: HandlerInput, act: (found: Found) => Promise<HttpResult>): Promise<HttpResult> {
  const { services, request } = input
  const words = wordsFor(request)
  const content = services.tracker.open(request.params.token ?? '', 'preferences', 'test')
  if (content === undefined) return unknownToken(input)
  if (content.kind === 'test') return messagePage(words, words.test)
  const subject = await services.tracker.subject(content)
  return subject === undefined ? messagePage(words, words.gone, 410) : act({ ...subject, content })
}
