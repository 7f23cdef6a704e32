import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const getCampaign: Handler = async ({ services, request, owner }) =>
  json(await services.campaigns.get(request.params.id ?? '', { owner }))
