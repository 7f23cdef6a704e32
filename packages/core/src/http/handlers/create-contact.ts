import { readInput } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const createContact: Handler = async ({ services, request, owner }) =>
  json(await services.contacts.create(await readInput(request), { owner }), 201)
