import fc from 'fast-check'
import type { MountedRoute } from '../../../src/http/index.ts'
import { type Components, fromSchema, type Schema } from './from-schema.ts'
import { hostileJson, hostileText, hostileValue } from './hostile.ts'
import { rightBodies } from './right-bodies.ts'

export interface ManageRequest {
  route: MountedRoute
  method: string
  params: Record<string, string>
  query: string
  headers: Record<string, string>
  body: Uint8Array | undefined
}

interface Operation {
  parameters: { name: string; in: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
export interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Components }
}

/**
 * Requests for one route, made from what the served document says of it: most of them nearly right, some of them
 * nothing at all.
 */
export function requestsFor(route: MountedRoute, { paths, components }: Document): fc.Arbitrary<ManageRequest> {
  const operation = paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()]
  if (operation === undefined) throw new Error(`${route.id} is not in the document`)
  const given = operation.requestBody?.content
  const [type, content] = Object.entries(given ?? {})[0] ?? []
  return fc.record({
    route: fc.constant(route),
    method: route.method === 'GET' ? fc.constantFrom('GET', 'GET', 'GET', 'HEAD') : fc.constant(route.method),
    params: paramsOf(operation),
    query: queryOf(operation),
    headers: headersOf(type ?? 'application/json'),
    body:
      content === undefined
        ? fc.option(fc.uint8Array({ maxLength: 50 }), { nil: undefined, freq: 10 })
        : type === 'text/csv'
          ? csv
          : type === 'application/octet-stream'
            ? fc.uint8Array({ maxLength: 500 })
            : bodyOf(route.id, content.schema, components.schemas),
  })
}

function bodyOf(id: string, schema: Schema, components: Components): fc.Arbitrary<Uint8Array | undefined> {
  const right = rightBodies[id]
  if (right === undefined) throw new Error(`${id}: expected an example of its body`)
  const bytes = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '')
  const spoilt = fc
    .tuple(right, fc.nat(20), hostileValue)
    .map(([body, at, value]) => ({ ...body, [Object.keys(body)[at % Object.keys(body).length] ?? 'x']: value }))
  const mixed = fc.tuple(right, fromSchema(schema, components, 3), fc.nat(20)).map(([body, other, at]) => {
    const [field] = Object.entries(other ?? {}).slice(at)
    return field === undefined ? other : { ...body, [field[0]]: field[1] }
  })
  return fc.oneof(
    { weight: 3, arbitrary: right.map(bytes) },
    { weight: 3, arbitrary: spoilt.map(bytes) },
    { weight: 3, arbitrary: mixed.map(bytes) },
    { weight: 2, arbitrary: fromSchema(schema, components, 6).map(bytes) },
    { weight: 1, arbitrary: hostileJson(right.map((body) => JSON.stringify(body))) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  )
}

const id = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 30 }).map(String) },
  {
    weight: 2,
    arbitrary: fc.oneof(
      hostileText,
      fc.constantFrom('0', '-1', '1.5', '1e3', '01', '9007199254740993', '9'.repeat(40), 'NaN', 'null', '٣'),
    ),
  },
)

function paramsOf({ parameters }: Operation): fc.Arbitrary<Record<string, string>> {
  const inPath = parameters.filter((parameter) => parameter.in === 'path')
  return fc.record(
    Object.fromEntries(
      inPath.map(({ name, schema }) => [
        name,
        name === 'id' ? id : fc.oneof(fc.constantFrom(...((schema.enum as string[]) ?? ['start'])), hostileText),
      ]),
    ),
  )
}

function queryOf({ parameters }: Operation): fc.Arbitrary<string> {
  const known = parameters.filter((parameter) => parameter.in === 'query')
  const field = fc.oneof(
    ...known.map(({ name, schema }) =>
      fc
        .oneof(
          fc.constantFrom('1', '20', '200', ...((schema.enum as string[] | undefined) ?? ['a'])),
          hostileText,
          fc.constantFrom('MXwy', 'eyJ9', 'W10', 'bnVsbA', 'WzEsMl0'),
        )
        .map((value) => `${name}=${encodeURIComponent(value.toWellFormed())}`),
    ),
    fc
      .tuple(hostileText, hostileText)
      .map((pair) => pair.map((text) => encodeURIComponent(text.toWellFormed())).join('=')),
    fc.constantFrom('', '&&', '=', '%', '%zz=1', 'limit[]=1', 'limit[$gt]=1', 'q=%E0%A4%A', '?', 'a=b?c=d', '#'),
  )
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 4, arbitrary: fc.array(field, { maxLength: 3 }).map((fields) => fields.join('&')) },
  )
}

const headersOf = (type: string): fc.Arbitrary<Record<string, string>> =>
  fc
    .tuple(
      fc.oneof(
        { weight: 12, arbitrary: fc.constant(type) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('', 'text/plain', 'multipart/form-data', `${type};charset=utf-16`, 'a/b;;', '/'),
        },
      ),
      fc.dictionary(
        fc.constantFrom(
          'idempotency-key',
          'if-match',
          'last-event-id',
          'origin',
          'sec-fetch-site',
          'x-forwarded-for',
          'cookie',
        ),
        fc.string({ maxLength: 40 }),
        { maxKeys: 2 },
      ),
    )
    .map(([contentType, more]) => (contentType === '' ? more : { ...more, 'content-type': contentType }))

const cell = fc.oneof(
  hostileText,
  fc.nat(900).map((n) => `p${n}@example.org`),
)
const csv = fc
  .tuple(
    fc.constantFrom('email', 'email;nom', 'E-mail\tCompany\tTags', '\ufeffemail,name,consent at', 'nothing', ''),
    fc.constantFrom(',', ';', '\t'),
    fc.array(fc.array(cell, { maxLength: 4 }), { maxLength: 6 }),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.constantFrom<BufferEncoding>('utf8', 'latin1', 'utf16le'),
  )
  .map(([header, separator, rows, end, encoding]) =>
    Buffer.from([header, ...rows.map((row) => row.join(separator))].join(end), encoding),
  )
