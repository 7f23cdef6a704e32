import { readInput } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const createTemplate: Handler = async ({ services, request, owner }) =>
  json(await services.templates.create(await readInput(request), { owner }), 201)
