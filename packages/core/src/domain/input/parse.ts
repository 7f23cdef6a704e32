import type { z } from 'zod'
import { type ErrorCode, SillageError } from '../errors.ts'
import { expected } from './expected.ts'

/** Of an answer: an input of thousands of faults is not repeated. */
export const mostIssues = 50

/**
 * Checks input against a schema. The first fault becomes a SillageError that names the field, and where it is
 * `invalid_field`, `details` has the others too; unknown fields are errors. `at` is the place of the input in a larger
 * one, such as `recipients[3]`.
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown, at = ''): T {
  const result = schema.safeParse(input, { error: expected })
  if (result.success) return result.data
  throw inputError(result.error.issues, at)
}

function inputError(issues: readonly z.core.$ZodIssue[], at: string): SillageError {
  const [first, ...others] = issues.slice(0, mostIssues).flatMap((issue) => faultsOf(issue, at))
  if (first === undefined) return new SillageError('invalid_field', 'The input is not valid.')
  const { code, field, message } = first
  const text = code === 'unknown_field' ? `${field} ${message}` : `${field === '' ? 'The input' : field}: ${message}`
  if (code !== 'invalid_field') return new SillageError(code, text, { field })
  const told = [first, ...others].slice(0, mostIssues)
  return new SillageError(code, text, {
    ...(field === '' ? {} : { field }),
    details: { issues: told.map((fault) => ({ field: fault.field, message: fault.message })) },
  })
}

/** What is wrong by one issue; unknown fields of one object are one issue. */
function faultsOf(issue: z.core.$ZodIssue, at: string): { code: ErrorCode; field: string; message: string }[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, mostIssues).map((key) => ({
      code: 'unknown_field',
      field: pathOf([...issue.path, key], at),
      message: 'is not a field here; remove it or correct its spelling.',
    }))
  if (issue.code === 'invalid_union') {
    // Of the forms that a value may have, the one that was meant is the one that it fits furthest.
    const meant = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0] ?? []
    if (depthOf(meant) > 0)
      return meant.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, at))
  }
  const code = issue.code === 'custom' && typeof issue.params?.code === 'string' ? issue.params.code : 'invalid_field'
  return [{ code: code as ErrorCode, field: pathOf(issue.path, at), message: issue.message }]
}

function depthOf([first]: readonly z.core.$ZodIssue[]): number {
  return first?.path.length ?? 0
}

/** `recipients[3].email`. */
function pathOf(path: readonly PropertyKey[], at: string): string {
  return path.reduce<string>(
    (before, key) =>
      typeof key === 'number' ? `${before}[${key}]` : before === '' ? String(key) : `${before}.${String(key)}`,
    at,
  )
}
