import { timelineQuery } from '../../domain/input/campaigns.ts'
import { parseQuery } from '../query.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const getTimeline: Handler = async ({ services, request, owner }) =>
  json(
    await services.statistics.timeline(request.params.id ?? '', parseQuery(timelineQuery, request).bucket, { owner }),
  )
