import type { Sql } from './sql.ts'
import type { PreparedQuery, Query } from './work.ts'

/** Stands for a value while a query is compiled; Kysely leaves parameters as they are. */
class Place {
  readonly index: number
  constructor(index: number) {
    this.index = index
  }
}

/**
 * A query that is compiled at its first call, for those that are read often and the same each time but for their
 * values. `build` is given a place for each value, to be put where a parameter stands and nowhere else. To build and
 * compile took 14 µs for a link by its id and 82 µs for a message (126 µs in a schema); prepared, each takes 0.03 µs,
 * and a template 0.1 to 0.2 µs.
 */
export function prepared<Values extends readonly unknown[], Row>(
  build: (...values: Values) => Query<Row>,
): (...values: Values) => PreparedQuery<Row> {
  let query: Pick<Sql, 'sql' | 'parameters'> | undefined
  return (...values) => {
    query ??= compiledWithPlaces(build)
    const { sql, parameters } = query
    const given = parameters.map((one) => (one instanceof Place ? values[one.index] : one))
    return { sql, parameters: given, compiled: 'once' }
  }
}

function compiledWithPlaces<Values extends readonly unknown[]>(build: (...values: Values) => Query<unknown>) {
  const places = Array.from({ length: build.length }, (_, index) => new Place(index))
  const { sql, parameters } = build(...(places as readonly unknown[] as Values)).compile()
  for (const place of places) {
    if (!parameters.includes(place)) throw new Error(`expected value ${place.index} of a query among its parameters`)
  }
  return { sql, parameters }
}
