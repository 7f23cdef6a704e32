import { parseId } from '../../domain/ids.ts'
import { liveQuery } from '../../domain/input/campaigns.ts'
import { eventStream } from '../../live/event-stream.ts'
import { parseQuery } from '../query.ts'
import type { Handler } from '../types.ts'

/** The live feed as `text/event-stream`; the same route upgraded to a WebSocket is the adapter's (`liveSocket`). */
export const live: Handler = async ({ services, request, owner, names }) => {
  const { campaign, since } = parseQuery(liveQuery, request)
  const body = await eventStream(services.feed, {
    filter: {
      campaignId: campaign === undefined ? undefined : parseId(campaign),
      owner,
      since: request.headers['last-event-id'] ?? since,
    },
    names,
    clock: services.clock,
  })
  return {
    kind: 'stream',
    status: 200,
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
    body,
  }
}
