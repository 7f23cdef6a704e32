import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const getContact: Handler = async ({ services, request, owner }) =>
  json(await services.contacts.get(request.params.id ?? '', { owner }))
