import { noContent } from '../results.ts'
import type { Handler } from '../types.ts'

export const deleteTemplate: Handler = async ({ services, request, owner }) => {
  await services.templates.delete(request.params.id ?? '', { owner })
  return noContent
}
