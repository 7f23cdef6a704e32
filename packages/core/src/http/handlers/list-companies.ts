import { companyQuery } from '../../domain/input/recipients.ts'
import { parseQuery } from '../query.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const listCompanies: Handler = async ({ services, request, owner }) =>
  json(await services.contacts.companies(parseQuery(companyQuery, request), { owner }))
