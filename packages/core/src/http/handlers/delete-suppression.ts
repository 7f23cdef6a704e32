import { noContent } from '../results.ts'
import type { Handler } from '../types.ts'

export const deleteSuppression: Handler = async ({ services, request, owner }) => {
  await services.suppressions.delete(request.params.id ?? '', { owner })
  return noContent
}
