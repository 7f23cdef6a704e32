import * as inputs from '../../domain/input/campaigns.ts'
import { csv, json } from '../results.ts'
import * as schemas from '../schemas/answers.ts'
import * as figures from '../schemas/figures.ts'
import { answers, manage } from './route.ts'

export const resultRoutes = [
  manage('GET', 'getStats', {
    summary: 'The figures of a campaign',
    answer: answers(schemas.campaignStats),
    handle: async ({ api, id }) => json(await api.campaigns.stats(id)),
  }),
  manage('GET', 'listMessages', {
    summary: 'The messages of a campaign',
    query: inputs.messageTableQuery,
    answer: answers(schemas.pageOf(schemas.messageItem)),
    handle: async ({ api, id, query }) => json(await api.messages.list({ ...query, campaignId: id })),
  }),
  manage('GET', 'exportMessages', {
    summary: 'The same as CSV, all of them',
    query: inputs.exportTableQuery,
    answer: { status: 200, type: 'text/csv' },
    handle: async ({ api, id, query }) =>
      csv(`campaign-${id}.csv`, await api.messages.exportCsv({ ...query, campaignId: id })),
  }),
  manage('GET', 'getTimeline', {
    summary: 'Sends, opens and clicks over time',
    query: inputs.timelineQuery,
    answer: answers(figures.timeline),
    handle: async ({ api, id, query }) => json(await api.campaigns.timeline(id, query)),
  }),
  manage('GET', 'getPrograms', {
    summary: 'Opens and clicks by program and device',
    answer: answers(figures.programs),
    handle: async ({ api, id }) => json(await api.campaigns.programs(id)),
  }),
  manage('GET', 'listEvents', {
    summary: 'The events of a message, newest first',
    query: inputs.pageQuery,
    answer: answers(schemas.pageOf(schemas.eventItem)),
    handle: async ({ api, id, query }) => json(await api.messages.events(id, query)),
  }),
]
