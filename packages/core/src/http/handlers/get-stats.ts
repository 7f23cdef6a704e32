import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const getStats: Handler = async ({ services, request, owner }) =>
  json(await services.statistics.stats(request.params.id ?? '', { owner }))
