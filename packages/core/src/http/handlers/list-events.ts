import { pageQuery } from '../../domain/input/campaigns.ts'
import { parseQuery } from '../query.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const listEvents: Handler = async ({ services, request, owner }) =>
  json(await services.statistics.events(request.params.id ?? '', parseQuery(pageQuery, request), { owner }))
