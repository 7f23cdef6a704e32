import { mergeData } from '../../domain/merge-data.ts'
import { messagePage } from '../pages/message-page.ts'
import { wordsFor } from '../pages/words.ts'
import { page } from '../results.ts'
import type { Handler } from '../types.ts'
import { unknownToken } from './unknown-token.ts'

/** The mail as a web page, in a sandbox; counted as a page view, not as an open. */
export const view: Handler = async (input) => {
  const { services, request } = input
  const words = wordsFor(request)
  const content = services.tracker.open(request.params.token ?? '', 'view', 'test')
  if (content === undefined) return unknownToken(input)
  if (content.kind === 'test') return messagePage(words, words.test)
  const subject = await services.tracker.subject(content)
  const record = subject === undefined ? undefined : await services.store.campaigns.get(subject.campaign.id)
  if (subject === undefined || record === undefined) return messagePage(words, words.gone, 410)
  const { message } = subject
  const composer = await services.composers.composerFor(record)
  const html = await composer.view({ messageId: message.id, data: mergeData(message), tracking: message.tracked })
  void services.tracker.record('view', content, services.visit(request))
  return page(html, 200, { 'content-security-policy': 'sandbox allow-popups allow-popups-to-escape-sandbox' })
}
