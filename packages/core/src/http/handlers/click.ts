import { isSillageError } from '../../domain/errors.ts'
import type { Destination } from '../../tracking/tracker.ts'
import { messagePage } from '../pages/message-page.ts'
import { redirect } from '../pages/redirect.ts'
import type { Handler } from '../types.ts'
import { commonLook } from './common-look.ts'
import { unknownLink } from './unknown-token.ts'

/** Redirects to the stored destination; nothing of the request becomes part of it. */
export const click: Handler = async (input) => {
  const { services, request } = input
  const content = services.tracker.open(request.params.token ?? '', 'click', 'aggregateClick')
  if (content === undefined) return unknownLink(input)
  let destination: Destination
  try {
    destination = await services.tracker.destination(content)
  } catch (error) {
    if (!isSillageError(error) || error.status !== 503) throw error
    services.logger.warn({ err: error }, 'a link is not in memory and the store cannot be read')
    const look = commonLook(input)
    return messagePage(look, look.words.unavailable, 503, { 'retry-after': '5' })
  }
  if (destination.kind !== 'location') return unknownLink(input)
  await services.tracker.record('click', content, services.visit(request), { campaignId: destination.campaignId })
  return redirect(destination.url)
}
