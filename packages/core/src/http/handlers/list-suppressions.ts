import { pageQuery } from '../../domain/input/campaigns.ts'
import { parseQuery } from '../query.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const listSuppressions: Handler = async ({ services, request, owner }) =>
  json(await services.suppressions.list(parseQuery(pageQuery, request), { owner }))
