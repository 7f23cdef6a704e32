import { companyQuery } from '../../domain/input/recipients.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'
import { parseQuery } from './query.ts'

export const listCompanies: Handler = async ({ services, request, owner }) =>
  json(await services.contacts.companies(parseQuery(companyQuery, request), { owner }))
