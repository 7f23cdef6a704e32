import { campaignListQuery } from '../../domain/input/campaigns.ts'
import { parseQuery } from '../query.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const listCampaigns: Handler = async ({ services, request, owner }) =>
  json(await services.campaigns.list(parseQuery(campaignListQuery, request), { owner }))
