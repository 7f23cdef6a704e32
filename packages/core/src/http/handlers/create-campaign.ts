import type { CampaignInput } from '../../domain/campaign.ts'
import { SillageError } from '../../domain/errors.ts'
import { readJson } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

/** 201 when this request made the campaign, 200 when its key had made it before. */
export const createCampaign: Handler = async ({ services, request, owner }) => {
  const body = await readJson(request)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new SillageError('invalid_json', 'Expected a JSON object that describes the campaign.')
  // Only a program may give the recipients themselves; from it, what is bad among them is left out, not refused.
  if ('recipients' in body && Array.isArray(body.recipients))
    throw new SillageError('invalid_field', 'recipients: expected an object with list, contactIds or filter.', {
      field: 'recipients',
    })
  const key = request.headers['idempotency-key']
  const input = (key === undefined || 'key' in body ? body : { ...body, key }) as CampaignInput
  const { campaign, created } = await services.campaigns.createOrContinue(input, { owner })
  return json(campaign, created ? 201 : 200)
}
