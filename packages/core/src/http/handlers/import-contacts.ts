import { bodyStream } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const importContacts: Handler = async ({ services, request, owner }) =>
  json(await services.importContacts(bodyStream(request), owner))
