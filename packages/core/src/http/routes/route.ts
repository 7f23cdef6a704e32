import type { z } from 'zod'
import type { SillageApi } from '../../api/sillage-api.ts'
import type { RouteId } from '../../domain/names.ts'
import type { HttpResult } from '../exchange.ts'
import { parseQuery } from '../query.ts'
import type { Handler, HandlerInput, Route } from '../types.ts'

/** A route with its part of the OpenAPI document. */
export interface DescribedRoute extends Route {
  summary: string
  /** Path parameters that are not ids. */
  params?: Readonly<Record<string, z.ZodType>>
  query?: z.ZodObject
  /** Request headers that the route reads. */
  headers?: Readonly<Record<string, string>>
  /**
   * What the service that the handler calls takes; it checks that, because programs call it too. `type` where it is not
   * JSON, `holds` where it is more than fields.
   */
  body?: { schema: z.ZodType; type?: string; holds?: Route['bodyHolds'] }
  /** The answer when all is well; `type` names another media type than JSON. */
  answer: { status: number; schema?: z.ZodType; type?: string }
  /** A second status with the same content, and what it means. */
  also?: { status: number; description: string }
}

type Description = Omit<
  DescribedRoute,
  'id' | 'method' | 'access' | 'writes' | 'bodyType' | 'bodyHolds' | 'handle' | 'query'
>

/** What a handler of a management route is given: the id of the path, and the query string as its schema made it. */
interface ManageInput<Query> extends HandlerInput {
  id: string
  query: Query
  /** Bound to the tenant that `authorize` named, or to all. */
  api: SillageApi
}

type Method = Route['method']

/** A route for the host's own users. */
export function manage<Schema extends z.ZodObject>(
  method: Method,
  id: RouteId,
  route: Description & {
    query?: Schema
    /** @default every method but GET */
    writes?: boolean
    handle(input: ManageInput<z.output<Schema>>): HttpResult | Promise<HttpResult>
  },
): DescribedRoute {
  const handle: Handler = (input) =>
    route.handle({
      ...input,
      id: input.request.params.id ?? '',
      api: input.services.api(input.owner),
      query: (route.query === undefined ? {} : parseQuery(route.query, input.request)) as z.output<Schema>,
    })
  const { writes = method !== 'GET', body: { type: bodyType = 'application/json', holds: bodyHolds = 'fields' } = {} } =
    route
  return { ...route, id, method, access: 'manage', writes, bodyType, bodyHolds, handle }
}

/** A route for recipients, identified by a token. */
export function open(method: Method, id: RouteId, route: Description & { handle: Handler }): DescribedRoute {
  return { ...route, id, method, access: 'public', writes: method !== 'GET', bodyType: undefined, bodyHolds: 'fields' }
}

/** A route for whoever opens the interface: nothing at it depends on the caller, and nothing is read from the store. */
export function shown(id: RouteId, route: Description & { handle: Handler }): DescribedRoute {
  return { ...route, id, method: 'GET', access: 'ui', writes: false, bodyType: undefined, bodyHolds: 'fields' }
}

/** The answer that most routes give: JSON. */
export const answers = (schema: z.ZodType, status = 200) => ({ status, schema })
export const answersNothing = { status: 204 }
