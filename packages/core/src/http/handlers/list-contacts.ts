import { contactQuery } from '../../domain/input/recipients.ts'
import { parseQuery } from '../query.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const listContacts: Handler = async ({ services, request, owner }) =>
  json(await services.contacts.search({ ...parseQuery(contactQuery, request), owner }))
