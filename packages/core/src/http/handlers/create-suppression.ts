import { readInput } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const createSuppression: Handler = async ({ services, request, owner }) =>
  json(await services.suppressions.add(await readInput(request), { owner }), 201)
