import { readInput } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const previewContent: Handler = async ({ services, request, owner }) =>
  json(await services.campaigns.preview(await readInput(request), { owner }))
