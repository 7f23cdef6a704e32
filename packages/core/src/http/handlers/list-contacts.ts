import { contactQuery } from '../../domain/input/recipients.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'
import { parseQuery } from './query.ts'

export const listContacts: Handler = async ({ services, request, owner }) =>
  json(await services.contacts.search({ ...parseQuery(contactQuery, request), owner }))
