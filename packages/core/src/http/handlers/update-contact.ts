import { readJson } from '../body.ts'
import { json } from '../results.ts'
import type { Handler } from '../types.ts'

export const updateContact: Handler = async ({ services, request, owner }) =>
  json(
    await services.contacts.update(
      request.params.id ?? '',
      (await readJson(request)) as Parameters<typeof services.contacts.update>[1],
      { owner },
    ),
  )
