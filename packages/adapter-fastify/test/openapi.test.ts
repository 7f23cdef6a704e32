import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Validator } from '@seriousme/openapi-schema-validator'
import { createSillage, englishNames, frenchNames, type Sillage, systemClock, type WireNames } from '@sillage/core'
import { routes } from '@sillage/core/http'
import { recordingTransport } from '@sillage/core/testing'
import { sqliteStore } from '@sillage/store-sqlite'
import Fastify, { type FastifyInstance } from 'fastify'
import openapiTypescript, { astToString } from 'openapi-typescript'
import ts from 'typescript'
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
    const document = await fetchDocument(await start(names))
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

describe('a client generated from the running installation', () => {
  it('creates a campaign and reads its statistics, with types that hold', { timeout: 60_000 }, async () => {
    const url = await start(englishNames)
    const document = await fetchDocument(url)
    expect(document.servers).toEqual([{ url }])
    // Beside the test, so that the client library is found.
    const folder = mkdtempSync(join(import.meta.dirname, 'generated-'))
    try {
      writeFileSync(join(folder, 'api.ts'), astToString(await openapiTypescript(document as never)))
      writeFileSync(join(folder, 'client.ts'), client)
      expect(faultsOf(join(folder, 'client.ts'))).toEqual([])
      writeFileSync(join(folder, 'wrong.ts'), client.replace("name: 'News'", 'name: 5'))
      expect(faultsOf(join(folder, 'wrong.ts')).join()).toContain("'number' is not assignable to type 'string'")

      const { sendNews } = (await import(pathToFileURL(join(folder, 'client.ts')).href)) as {
        sendNews(url: string): Promise<{ id: string; sent: number; openRate: number; addresses: string[] }>
      }
      const ended = new Promise<void>((resolve) => sillage.on('campaign_complete', () => resolve()))
      const created = await sendNews(url)
      await ended
      expect(created).toMatchObject({ sent: 1, openRate: 0, addresses: ['ada@example.org'] })
      expect((await sillage.stats(created.id)).sent).toBe(1)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

/** What a user of the generated client writes. */
const client = `import createClient from 'openapi-fetch'
import type { paths } from './api.ts'

export async function sendNews(baseUrl: string) {
  const api = createClient<paths>({ baseUrl })
  const { data: campaign, error } = await api.POST('/api/campaigns', {
    body: {
      name: 'News',
      subject: 'Hello {{name}}',
      html: '<p>Hello {{name}}</p>',
      recipients: { list: [{ email: 'ada@example.org', name: 'Ada' }] },
    },
  })
  if (campaign === undefined) throw new Error(error.error.message)
  const id: string = campaign.id
  for (;;) {
    const { data: stats } = await api.GET('/api/tracking/campaigns/{id}', { params: { path: { id } } })
    if (stats === undefined) throw new Error('there are no figures')
    if (stats.campaign.status !== 'completed') continue
    const { data: page } = await api.GET('/api/tracking/campaigns/{id}/messages', {
      params: { path: { id }, query: { limit: 10, sort: 'name' } },
    })
    return { id, sent: stats.sent, openRate: stats.openRate, addresses: (page?.items ?? []).map(({ email }) => email) }
  }
}
`

function faultsOf(file: string): string[] {
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  })
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
