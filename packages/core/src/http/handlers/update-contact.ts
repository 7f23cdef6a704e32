import { readInput } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const updateContact: Handler = async ({ services, request, owner }) =>
  json(await services.contacts.update(request.params.id ?? '', await readInput(request), { owner }))
