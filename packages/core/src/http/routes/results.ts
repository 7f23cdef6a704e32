import * as inputs from '../../domain/input/campaigns.ts'
import { json } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import { answers, manage } from './route.ts'

export const resultRoutes = [
  manage('GET', 'getStats', {
    summary: 'The figures of a campaign',
    answer: answers(schemas.campaignStats),
    handle: async ({ services, id, scope }) => json(await services.statistics.stats(id, scope)),
  }),
  manage('GET', 'listMessages', {
    summary: 'The messages of a campaign',
    query: inputs.messageQuery,
    answer: answers(schemas.pageOf(schemas.messageItem)),
    handle: async ({ services, id, query, scope }) => json(await services.statistics.messages(id, query, scope)),
  }),
  manage('GET', 'exportMessages', {
    summary: 'The same as CSV, all of them',
    query: inputs.exportQuery,
    answer: { status: 200, type: 'text/csv' },
    handle: async ({ services, id, query, scope }) => ({
      kind: 'stream',
      status: 200,
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="campaign-${id}.csv"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
      body: await services.statistics.exportMessages(id, query, scope),
    }),
  }),
  manage('GET', 'getTimeline', {
    summary: 'Sends, opens and clicks over time',
    query: inputs.timelineQuery,
    answer: answers(schemas.timeline),
    handle: async ({ services, id, query, scope }) => json(await services.statistics.timeline(id, query.bucket, scope)),
  }),
  manage('GET', 'listEvents', {
    summary: 'The events of a message, newest first',
    query: inputs.pageQuery,
    answer: answers(schemas.pageOf(schemas.eventItem)),
    handle: async ({ services, id, query, scope }) => json(await services.statistics.events(id, query, scope)),
  }),
]
