import { noContent } from '../results.ts'
import type { Handler } from '../types.ts'

export const deleteContact: Handler = async ({ services, request, owner }) => {
  await services.contacts.delete(request.params.id ?? '', { owner })
  return noContent
}
