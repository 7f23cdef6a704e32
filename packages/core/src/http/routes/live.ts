import { liveQuery } from '../../domain/input/campaigns.ts'
import { eventStream } from '../../live/event-stream.ts'
import { liveFilter } from '../live-filter.ts'
import { manage } from './route.ts'

/** The live feed as `text/event-stream`; the same route upgraded to a WebSocket is the adapter's (`liveSocket`). */
export const liveRoutes = [
  manage('GET', 'live', {
    summary: 'Progress and statistics as they happen: text/event-stream, or a WebSocket when upgraded',
    query: liveQuery,
    headers: { 'Last-Event-ID': 'The id of the last frame that was seen, as EventSource sends it' },
    answer: { status: 200, type: 'text/event-stream' },
    async handle({ services, request, query, owner, names }) {
      const since = request.headers['last-event-id'] ?? query.since
      const filter = liveFilter({ ...query, since }, owner)
      return {
        kind: 'stream',
        status: 200,
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-store, no-transform',
          'x-accel-buffering': 'no',
        },
        body: await eventStream(services.feed, { filter, names, clock: services.clock }),
      }
    },
  }),
]
