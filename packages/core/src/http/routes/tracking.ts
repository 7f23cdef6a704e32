import { click } from '../handlers/click.ts'
import { checkFeedback, feedback } from '../handlers/feedback.ts'
import { pixel } from '../handlers/pixel.ts'
import { preferences, showPreferences } from '../handlers/preferences.ts'
import { read } from '../handlers/read.ts'
import { showUnsubscribe, unsubscribe } from '../handlers/unsubscribe.ts'
import { view } from '../handlers/view.ts'
import { open } from './route.ts'

const html = { status: 200, type: 'text/html' }
const image = { status: 200, type: 'image/gif' }

export const trackingRoutes = [
  open('GET', 'pixel', { summary: 'The open pixel; always the same image', answer: image, handle: pixel }),
  open('GET', 'click', {
    summary: 'Redirects to a link’s destination',
    answer: { status: 302, type: 'text/html' },
    handle: click,
  }),
  open('GET', 'read', { summary: 'The image that measures read time', answer: image, handle: read }),
  open('GET', 'showUnsubscribe', {
    summary: 'The page to unsubscribe on; changes nothing',
    answer: html,
    handle: showUnsubscribe,
  }),
  open('POST', 'unsubscribe', {
    summary: 'Unsubscribes the recipient (also one-click, RFC 8058)',
    answer: html,
    handle: unsubscribe,
  }),
  open('GET', 'showPreferences', {
    summary: 'The page to choose on what may be measured',
    answer: html,
    handle: showPreferences,
  }),
  open('POST', 'preferences', { summary: 'Stores that choice', answer: html, handle: preferences }),
  open('POST', 'feedback', {
    summary: 'What a mail provider says of mails that came back; its body is the provider’s own',
    answer: { status: 200, type: 'application/json' },
    handle: feedback,
  }),
  open('GET', 'checkFeedback', {
    summary: 'Whether somebody listens there; reads nothing',
    answer: { status: 200 },
    handle: checkFeedback,
  }),
  open('GET', 'view', { summary: 'The mail as a web page', answer: html, handle: view }),
]
