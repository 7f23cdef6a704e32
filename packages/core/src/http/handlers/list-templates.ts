import { pageQuery } from '../../domain/input/campaigns.ts'
import { parseQuery } from '../query.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const listTemplates: Handler = async ({ services, request, owner }) =>
  json(await services.templates.list(parseQuery(pageQuery, request), { owner }))
