import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const getTemplate: Handler = async ({ services, request, owner }) =>
  json(await services.templates.get(request.params.id ?? '', { owner }))
