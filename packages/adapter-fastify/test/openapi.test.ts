import { Validator } from '@seriousme/openapi-schema-validator'
import { createSillage, englishNames, frenchNames, type Sillage, systemClock, type WireNames } from '@sillage/core'
import { routes } from '@sillage/core/http'
import { recordingTransport } from '@sillage/core/testing'
import { sqliteStore } from '@sillage/store-sqlite'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { sillageFastify } from '../src/index.ts'

const PREFIX = '/outils/mail'
let sillage: Sillage
let app: FastifyInstance

/** A running installation; gives its address, under which it describes itself. */
async function start(names: WireNames): Promise<string> {
  app = Fastify()
  const url = await app.listen({ host: '127.0.0.1', port: 0 }).then(async (address) => {
    await app.close()
    return address
  })
  app = Fastify()
  sillage = createSillage({
    store: sqliteStore({ filename: ':memory:' }),
    transport: recordingTransport({ clock: systemClock }),
    baseUrl: url + PREFIX,
    from: 'Sillage <hello@example.org>',
  })
  await sillage.migrate()
  await app.register(sillageFastify, { prefix: PREFIX, sillage, names, authorize: () => true })
  await app.listen({ host: '127.0.0.1', port: Number(new URL(url).port) })
  await sillage.start()
  return url + PREFIX
}
afterEach(async () => {
  await app.close()
  await sillage.close()
})

interface Document {
  servers: { url: string }[]
  paths: Record<string, Record<string, { operationId: string }>>
  components: { schemas: Record<string, object> }
}
const fetchDocument = async (url: string): Promise<Document> =>
  (await (await fetch(`${url}/api/openapi.json`)).json()) as Document

describe.each([
  ['English', englishNames],
  ['French', frenchNames],
])('the OpenAPI document in %s names', (_language, names) => {
  it('is valid OpenAPI 3.1 and has every route once, under its id', async () => {
    const url = await start(names)
    const document = await fetchDocument(url)
    expect(document.servers).toEqual([{ url }])
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) })
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
    for (const [name, schema] of Object.entries(document.components.schemas))
      expect(schema, name).not.toHaveProperty('$ref')
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => `${operationId} ${method} ${path}`),
    )
    const mounted = routes.map(
      ({ id, method }) => `${id} ${method.toLowerCase()} ${names.paths[id].replace(/:(\w+)/g, '{$1}')}`,
    )
    expect(documented.sort()).toEqual(mounted.sort())
  })
})
