import { readInput } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const replaceTemplate: Handler = async ({ services, request, owner }) =>
  json(await services.templates.replace(request.params.id ?? '', await readInput(request), { owner }))
