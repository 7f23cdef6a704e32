import { readInput } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const sendTest: Handler = async ({ services, request, owner }) =>
  json(await services.campaigns.sendTest(await readInput(request), { owner }))
