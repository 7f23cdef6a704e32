import { expect, it } from 'vitest'
import { z } from 'zod'
import { SillageError } from '../errors.ts'
import * as campaigns from './campaigns.ts'
import * as feedback from './feedback.ts'
import { parseInput } from './parse.ts'
import * as recipients from './recipients.ts'

const schemas = Object.entries<unknown>({ ...campaigns, ...feedback, ...recipients }).filter(
  (entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType,
)
const wrong = [
  undefined,
  null,
  0,
  -1,
  1.5,
  1e99,
  '',
  'x',
  '\u0000',
  true,
  [],
  [null],
  [[]],
  {},
  { x: 1 },
  { type: 'x' },
]

/** What stands in a value of a schema, each with a value that has only this, as deep as schemas go. */
function* placed(schema: unknown, depth = 0): Generator<unknown> {
  yield* wrong
  if (depth > 3) return
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) yield* placed(schema.unwrap(), depth)
  if (schema instanceof z.ZodArray) for (const inner of placed(schema.element, depth + 1)) yield [inner]
  if (schema instanceof z.ZodUnion) for (const option of schema.options) yield* placed(option, depth + 1)
  if (schema instanceof z.ZodLazy) yield* placed(schema.unwrap(), depth + 1)
  if (schema instanceof z.ZodObject)
    for (const [name, field] of Object.entries(schema.shape)) {
      const { value } = field instanceof z.ZodLiteral ? field : { value: undefined }
      for (const inner of placed(field, depth + 1)) yield { ...literals(schema), [name]: value ?? inner }
    }
}

/** What says which of several forms a value has. */
function literals({ shape }: z.ZodObject): object {
  const fixed = Object.entries(shape).filter(
    (entry): entry is [string, z.ZodLiteral] => entry[1] instanceof z.ZodLiteral,
  )
  return Object.fromEntries(fixed.map(([name, { value }]) => [name, value]))
}

it.each(schemas)('%s says of each wrong value what is expected', (_, schema) => {
  let refused = 0
  for (const value of placed(schema)) {
    try {
      parseInput(schema, value)
    } catch (error) {
      refused += 1
      expect(error).toBeInstanceOf(SillageError)
      const { code, message } = error as SillageError
      if (code !== 'unknown_field') expect(message).toMatch(/^(The input|[\w.[\]]+): expected [^\n]+$/)
    }
  }
  expect(refused).toBeGreaterThan(5)
})

const cases: [schema: z.ZodType, value: unknown, message: string][] = [
  [campaigns.campaignInput, { name: 'n', start: 'yes' }, 'start: expected true or false, got a string'],
  [campaigns.campaignInput, { name: 'n', onUnknown: 'x' }, 'onUnknown: expected hold or resend, got a string'],
  [campaigns.campaignBody, { name: 'n', recipients: [{ email: 5 }] }, 'recipients[0].email: expected an email address'],
  [campaigns.campaignInput, { name: 'n', from: { email: 5 } }, 'from.email: expected an email address'],
  [
    feedback.feedbackEvents,
    [{}],
    '[0].type: expected bounce, complaint, unsubscribe, resubscribe, delivered, deferred, autoreply or account, got undefined',
  ],
  [feedback.feedbackEvents, [{ type: 'complaint' }], '[0].refs: expected an object, got undefined'],
  [feedback.feedbackOptions, undefined, 'The input: expected an object, got undefined'],
]
it.each(cases)('%#: %o is refused: %s', (schema, value, message) => {
  expect(() => parseInput(schema, value)).toThrow(message)
})
