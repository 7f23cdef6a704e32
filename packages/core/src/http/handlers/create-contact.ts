import type { ContactInput } from '../../domain/recipient.ts'
import { readJson } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const createContact: Handler = async ({ services, request, owner }) =>
  json(await services.contacts.create((await readJson(request)) as ContactInput, { owner }), 201)
