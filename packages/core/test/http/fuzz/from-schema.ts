import fc from 'fast-check'
import { hostileText, hostileValue } from './hostile.ts'

/** As much of JSON Schema as the served document uses. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  minimum?: number
  maximum?: number
  format?: string
  pattern?: string
}
export type Components = Record<string, Schema>

/** Words that make a request mean something, by the name of the field. */
const meaningful: Record<string, fc.Arbitrary<unknown>> = {
  email: fc.nat(500).map((n) => `p${n}@example.org`),
  to: fc.constant('me@example.org'),
  from: fc.constantFrom('A <a@example.org>', 'a@example.org'),
  replyTo: fc.constant('r@example.org'),
  html: fc.constantFrom('<p>Hi {{name}} <a href="https://shop.example/{{a}}">x</a></p>', '<p>{{#a}}x{{/a}}</p>'),
  subject: fc.constantFrom('Hello {{name}}', 'News'),
  id: fc.integer({ min: 1, max: 30 }).map(String),
  key: fc.constantFrom('receipts', 'topics', 'brand'),
  scheduledAt: fc.constantFrom('2099-01-01T00:00:00Z', '2020-01-01T00:00:00+02:00'),
}
meaningful.template = meaningful.contactId = meaningful.campaignId = meaningful.id as fc.Arbitrary<unknown>

/** Values of a schema in which, with `spoilt` chances in a hundred for each part, something else stands. */
export function fromSchema(schema: Schema, components: Components, spoilt: number): fc.Arbitrary<unknown> {
  return build(schema, '', 0)

  function build(given: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    const good = valid(given, name, depth)
    if (spoilt === 0) return good
    return fc.oneof({ weight: 100 - spoilt, arbitrary: good }, { weight: spoilt, arbitrary: hostileValue })
  }

  function valid(given: Schema, name: string, depth: number): fc.Arbitrary<unknown> {
    const schema = given.$ref === undefined ? given : (components[given.$ref.split('/').at(-1) ?? ''] ?? {})
    const known = meaningful[name]
    if (known !== undefined) return known
    if (depth > 6) return fc.constant(null)
    if (schema.const !== undefined) return fc.constant(schema.const)
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
    const choices = schema.anyOf ?? schema.oneOf
    if (choices !== undefined) return fc.oneof(...choices.map((choice) => build(choice, '', depth + 1)))
    const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
    if (type === 'object') return objectOf(schema, depth)
    if (type === 'array') return fc.array(build(schema.items ?? {}, '', depth + 1), { maxLength: 4 })
    if (type === 'boolean') return fc.boolean()
    if (type === 'integer' || type === 'number')
      return fc.integer({ min: Math.max(schema.minimum ?? 0, -1_000), max: Math.min(schema.maximum ?? 1_000, 1_000) })
    if (type === 'null') return fc.constant(null)
    if (type === 'string') return fc.string({ minLength: 1, maxLength: 12 })
    return hostileValue
  }

  function objectOf({ properties = {}, required = [], additionalProperties }: Schema, depth: number) {
    const fields = Object.fromEntries(
      Object.entries(properties).map(([name, field]) => [name, build(field, name, depth + 1)]),
    )
    const known = fc.record(fields, { requiredKeys: required })
    const open = typeof additionalProperties === 'object' ? additionalProperties : undefined
    const others =
      open === undefined && spoilt === 0
        ? fc.constant({})
        : fc.dictionary(hostileText, build(open ?? {}, '', depth + 1), { maxKeys: open === undefined ? 1 : 3 })
    return fc
      .tuple(known, fc.nat(99), others)
      .map(([object, chance, more]) => (open !== undefined || chance < spoilt ? { ...object, ...more } : object))
  }
}
