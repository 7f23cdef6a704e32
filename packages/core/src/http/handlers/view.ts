import { mergeData } from '../../kit/merge-data.ts'
import { messagePage } from '../pages/message-page.ts'
import { page } from '../results.ts'
import type { Handler } from '../types.ts'
import { withSubject } from './with-subject.ts'

/** The mail as a web page, in a sandbox; counted as a page view, not as an open. */
export const view: Handler = (input) =>
  withSubject(input, 'view', async ({ message, campaign, content, words }) => {
    const { services, request } = input
    const record = await services.store.campaigns.get(campaign.id)
    if (record === undefined) return messagePage(words, words.gone, 410)
    const composer = await services.composers.composerFor(record)
    const html = await composer.view({ messageId: message.id, data: mergeData(message), tracking: message.tracked })
    void services.tracker.record('view', content, services.visit(request))
    return page(html, 200, { 'content-security-policy': 'sandbox allow-popups allow-popups-to-escape-sandbox' })
  })
