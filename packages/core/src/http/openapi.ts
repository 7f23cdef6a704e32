import { z } from 'zod'
import { eventTypes } from '../domain/fact.ts'
import type { RouteId, WireNames } from '../domain/names.ts'
import { pathsInMails } from '../domain/tracking-paths.ts'
import type { DescribedRoute } from './routes/route.ts'
import * as answers from './schemas/answers.ts'
import { factOf } from './schemas/facts.ts'

type Json = Record<string, unknown>
const documents = new WeakMap<WireNames, Json>()

/**
 * The OpenAPI 3.1 document of the routes in these wire names, made from the schemas that check the input. Made once for
 * each set of names.
 */
export function openApiDocument(routes: readonly DescribedRoute[], names: WireNames, baseUrl: string): Json {
  const known = documents.get(names)
  if (known !== undefined) return { ...known, servers: [{ url: baseUrl }] }
  const components: Json = {}
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    // The interface is for people.
    if (route.access === 'ui') continue
    const path = inBraces(names.paths[route.id])
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, path, components) }
  }
  schemaOf(answers.failure, components, 'output')
  const document = {
    openapi: '3.1.1',
    info: {
      title: 'Sillage',
      version: '1',
      description:
        'Email campaigns: create them, send them, see what became of them. Answers and lists of words may grow in a minor release; ids are text without a meaning.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    webhooks: webhooks(components),
    components: {
      schemas: components,
      securitySchemes: {
        host: { type: 'apiKey', in: 'cookie', name: 'session', description: 'Whatever the host’s authorize accepts.' },
      },
    },
  }
  documents.set(names, document)
  return { ...document, servers: [{ url: baseUrl }] }
}

/** What is sent to the host's own URLs, by the type of the fact. */
const webhooks = (components: Json): Json =>
  Object.fromEntries(
    eventTypes.map((type) => {
      const content = { 'application/json': { schema: schemaOf(factOf(type), components, 'output') } }
      const responses = {
        '2XX': { description: 'Taken' },
        410: { description: 'Wanted no more: the webhook is switched off' },
        default: { description: 'Tried again, ever later' },
      }
      const headers = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
        name,
        in: 'header',
        required: true,
        schema: { type: 'string' },
      }))
      return [
        type,
        { post: { summary: type, parameters: headers, requestBody: { required: true, content }, responses } },
      ]
    }),
  )

const inBraces = (path: string) => path.replace(/:(\w+)/g, '{$1}')

/**
 * Where mails lead to a route is answered at each of these. They are said and not listed: an operation has one id, and
 * a client that is made of the document has no use for them.
 */
function alsoAt(id: RouteId, path: string): { description?: string } {
  const others = pathsInMails(id)
    .map(inBraces)
    .filter((other) => other !== path)
  return others.length === 0 ? {} : { description: `Also answered at ${others.join(' and ')}.` }
}

function operation(route: DescribedRoute, path: string, components: Json): Json {
  const { summary, params, query, headers, body, answer, also } = route
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: params?.[name] === undefined ? { type: 'string' } : schemaOf(params[name], components, 'input'),
  }))
  const inHeader = Object.entries(headers ?? {}).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }))
  const content =
    answer.schema === undefined
      ? undefined
      : { 'application/json': { schema: schemaOf(answer.schema, components, 'output') } }
  const otherContent = answer.type === undefined ? undefined : { [answer.type]: { schema: { type: 'string' } } }
  const answered = content ?? otherContent
  const response = (description: string) => ({ description, ...(answered === undefined ? {} : { content: answered }) })
  return {
    operationId: route.id,
    summary,
    ...alsoAt(route.id, path),
    tags: [route.access],
    ...(route.access === 'manage' ? { security: [{ host: [] }] } : { security: [] }),
    parameters: [...inPath, ...(query === undefined ? [] : queryParameters(query, components)), ...inHeader],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.schema.safeParse(undefined).success,
            content: { [body.type ?? 'application/json']: { schema: schemaOf(body.schema, components, 'input') } },
          },
        }),
    responses: {
      [answer.status]: response(summary),
      ...(also === undefined ? {} : { [also.status]: response(also.description) }),
      ...(route.access === 'manage'
        ? {
            default: {
              description: 'What was wrong',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
            },
          }
        : {}),
    },
  }
}

function queryParameters(query: z.ZodObject, components: Json): Json[] {
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema as z.ZodType, components, 'input'),
  }))
}

/** Instead of a schema that refers to itself, from which generated clients make types that do not compile. */
const anyJson: Json = { description: 'Any JSON value' }

/** A JSON schema whose named parts are moved into the document's components. */
function schemaOf(schema: z.ZodType, components: Json, io: 'input' | 'output'): unknown {
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12', reused: 'inline' }) as Json
  const { $schema: _, $defs = {}, ...rest } = made
  for (const [name, definition] of Object.entries($defs as Json))
    components[name] = name === 'Json' ? anyJson : moved(definition)
  return moved(rest)
}

/** References into `$defs` become references into the components. */
function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      key === '$ref' && typeof entry === 'string' ? entry.replace('#/$defs/', '#/components/schemas/') : moved(entry),
    ]),
  )
}
