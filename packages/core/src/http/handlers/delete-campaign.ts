import { noContent } from '../results.ts'
import type { Handler } from '../types.ts'

export const deleteCampaign: Handler = async ({ services, request, owner }) => {
  await services.campaigns.delete(request.params.id ?? '', { owner })
  return noContent
}
