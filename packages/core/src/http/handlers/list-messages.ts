import { messageQuery } from '../../domain/input/campaigns.ts'
import { parseQuery } from '../query.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const listMessages: Handler = async ({ services, request, owner }) =>
  json(await services.statistics.messages(request.params.id ?? '', parseQuery(messageQuery, request), { owner }))
