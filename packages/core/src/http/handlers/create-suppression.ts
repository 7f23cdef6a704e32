import { readJson } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const createSuppression: Handler = async ({ services, request, owner }) =>
  json(
    await services.suppressions.add((await readJson(request)) as Parameters<typeof services.suppressions.add>[0], {
      owner,
    }),
    201,
  )
