import type { z } from 'zod'
import { SillageError } from '../domain/errors.ts'
import { parseInput } from '../domain/input/parse.ts'
import type { HttpRequest } from './exchange.ts'

/** The query string, checked; a field given twice is an error. Empty fields count as not given. */
export function parseQuery<T>(schema: z.ZodType<T>, request: Pick<HttpRequest, 'query'>): T {
  const fields: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(request.query)) {
    if (Object.hasOwn(fields, name))
      throw new SillageError('invalid_field', `${name}: expected once, got several.`, { field: name })
    if (value !== '') fields[name] = value
  }
  return parseInput(schema, fields)
}
