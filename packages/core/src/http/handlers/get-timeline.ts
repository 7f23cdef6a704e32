import { timelineQuery } from '../../domain/input/campaigns.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'
import { parseQuery } from './query.ts'

export const getTimeline: Handler = async ({ services, request, owner }) =>
  json(
    await services.statistics.timeline(request.params.id ?? '', parseQuery(timelineQuery, request).bucket, { owner }),
  )
