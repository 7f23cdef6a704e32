import { campaignActions } from '../../domain/campaign.ts'
import { SillageError } from '../../domain/errors.ts'
import { campaignAction } from '../../domain/input/campaigns.ts'
import { readInput } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const controlCampaign: Handler = async ({ services, request, owner }) => {
  const id = request.params.id ?? ''
  const action = campaignAction.safeParse(request.params.action)
  if (!action.success)
    throw new SillageError('not_found', `Expected one of ${campaignActions.join(', ')} after the campaign's id.`)
  if (action.data === 'retry')
    return json(await services.campaigns.retry(id, (await readInput(request)) ?? {}, { owner }))
  return json(await services.campaigns[action.data](id, { owner }))
}
