import type { z } from 'zod'
import { SillageError } from '../errors.ts'

/**
 * Checks input against a schema. The first fault becomes a SillageError that names the field; unknown fields are
 * errors. `at` is the place of the input in a larger one, such as `recipients.list[3]`.
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown, at = ''): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw inputError(result.error.issues, at)
}

function inputError(issues: readonly z.core.$ZodIssue[], at: string): SillageError {
  const issue = issues[0]
  if (issue === undefined) return new SillageError('invalid_field', 'The input is not valid.')
  if (issue.code === 'unrecognized_keys') {
    const field = pathOf([...issue.path, issue.keys[0] ?? ''], at)
    return new SillageError('unknown_field', `${field} is not a field here; remove it or correct its spelling.`, {
      field,
    })
  }
  const field = pathOf(issue.path, at)
  const code = issue.code === 'custom' && typeof issue.params?.code === 'string' ? issue.params.code : 'invalid_field'
  return new SillageError(
    code as SillageError['code'],
    `${field === '' ? 'The input' : field}: ${issue.message}`,
    field === '' ? {} : { field },
  )
}

/** `recipients.list[3].email`. */
function pathOf(path: readonly PropertyKey[], at: string): string {
  return path.reduce<string>(
    (before, key) =>
      typeof key === 'number' ? `${before}[${key}]` : before === '' ? String(key) : `${before}.${String(key)}`,
    at,
  )
}
