import { messagePage } from '../pages/message-page.ts'
import { page } from '../results.ts'
import type { Handler } from '../types.ts'
import { withSubject } from './with-subject.ts'

/** The mail as a web page, in a sandbox; counted as a page view, not as an open. */
export const view: Handler = (input) =>
  withSubject(input, 'view', async ({ message, campaign, content, look }) => {
    const { services, request } = input
    const html = await services.composers.view(message, campaign)
    if (html === undefined) return messagePage(look, look.words.gone, 410)
    void services.tracker.record('view', content, services.visit(request))
    return page(html, 200, { 'content-security-policy': 'sandbox allow-popups allow-popups-to-escape-sandbox' })
  })
