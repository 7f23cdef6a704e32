import { importQuery } from '../../domain/input/recipients.ts'
import { bodyStream } from '../body.ts'
import { parseQuery } from '../query.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const importContacts: Handler = async ({ services, request, owner }) => {
  const named = Object.entries(parseQuery(importQuery, request))
  const columns = named.length === 0 ? undefined : Object.fromEntries(named.map(([column, header]) => [header, column]))
  return json(await services.importContacts(bodyStream(request), owner, columns))
}
