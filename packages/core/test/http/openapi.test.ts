import { Validator } from '@seriousme/openapi-schema-validator'
import { afterEach, describe, expect, it } from 'vitest'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { routes } from '../../src/http/index.ts'
import { createSillage, englishNames, frenchNames, type Sillage, systemClock, type WireNames } from '../../src/index.ts'
import { recordingTransport } from '../../src/testing/index.ts'
import { type FetchServer, fetchServer } from './fetch-server.ts'

const baseUrl = 'https://app.example/outils/mail'
let sillage: Sillage
let server: FetchServer

/** A running installation; gives the address of its mount. */
async function start(names: WireNames): Promise<string> {
  sillage = createSillage({
    store: sqliteStore({ filename: ':memory:' }),
    transport: recordingTransport({ clock: systemClock }),
    baseUrl,
    from: 'Sillage <hello@example.org>',
  })
  await sillage.migrate()
  server = await fetchServer(sillage, { prefix: '/outils/mail', names, authorize: () => true })
  await sillage.start()
  return server.url
}
afterEach(async () => {
  await server.close()
  await sillage.close()
})

interface Document {
  servers: { url: string }[]
  paths: Record<string, Record<string, { operationId: string }>>
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> }
}
const fetchDocument = async (url: string): Promise<Document> =>
  (await (await fetch(`${url}/api/openapi.json`)).json()) as Document

/** What stands under these keys, anywhere in it. */
function under(keys: readonly string[], value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(keys.includes(key) ? [inner] : []),
    ...under(keys, inner),
  ])
}

describe.each([
  ['English', englishNames],
  ['French', frenchNames],
])('the OpenAPI document in %s names', (_language, names) => {
  it('is valid OpenAPI 3.1 and has every route once, under its id, but the interface', async () => {
    const document = await fetchDocument(await start(names))
    expect(document.servers).toEqual([{ url: baseUrl }])
    expect(document.components.securitySchemes).toEqual({
      host: { type: 'apiKey', in: 'cookie', name: 'session', description: 'Whatever the host’s authorize accepts.' },
    })
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) })
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
    for (const [name, schema] of Object.entries(document.components.schemas))
      expect(schema, name).not.toHaveProperty('$ref')
    const named = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
    const references = under(['$ref'], document)
    expect(references.filter((reference) => !named.includes(String(reference)))).toEqual([])
    expect(references.length).toBeGreaterThan(100)
    const choices = under(['anyOf', 'oneOf', 'allOf', 'enum'], document.components)
    expect(choices.filter((choice) => !Array.isArray(choice))).toEqual([])
    expect(choices.length).toBeGreaterThan(50)
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => `${operationId} ${method} ${path}`),
    )
    const mounted = routes
      .filter(({ access }) => access !== 'ui')
      .map(({ id, method }) => `${id} ${method.toLowerCase()} ${names.paths[id].replace(/:(\w+)/g, '{$1}')}`)
    expect(documented.sort()).toEqual(mounted.sort())
  })
})
