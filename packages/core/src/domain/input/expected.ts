import type { z } from 'zod'
import { anyOf, kindOf } from '../expect/index.ts'

/** Says `expected …, got …` of a fault for which its schema has no words of its own. */
export const expected: z.core.$ZodErrorMap = (issue) => {
  const got = `got ${kindOf(faultyValue(issue))}`
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${types[issue.expected] ?? issue.expected}, ${got}`
    case 'invalid_value':
      return `expected ${anyOf(issue.values.map(String))}, ${got}`
    case 'invalid_union':
      return `expected ${'options' in issue && Array.isArray(issue.options) ? anyOf(issue.options.map(String)) : 'another value'}, ${got}`
    case 'too_small':
      return `expected at least ${issue.minimum}${units[issue.origin] ?? ''}`
    case 'too_big':
      return `expected at most ${issue.maximum}${units[issue.origin] ?? ''}`
    default:
      return `expected another value, ${got}`
  }
}

/** Where a field says which of several forms a value has, the fault is in this field. */
function faultyValue({ input, ...issue }: z.core.$ZodRawIssue): unknown {
  const { discriminator } = issue
  return typeof discriminator === 'string' && typeof input === 'object' && input !== null
    ? Reflect.get(input, discriminator)
    : input
}

const types: Partial<Record<string, string>> = {
  array: 'an array',
  boolean: 'true or false',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'text',
}
const units: Partial<Record<string, string>> = { array: ' items', string: ' characters' }
