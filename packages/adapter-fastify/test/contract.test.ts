import { englishNames, frenchNames } from '@sillage/core'
import { adapterCases, type MountSillage, runAdapterCases } from '@sillage/core/testing'
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { describe, expect, it } from 'vitest'
import { sillageFastify } from '../src/index.ts'

const mountAt =
  (prefix: string, { options: own = {}, before, after }: Host = {}): MountSillage =>
  async (sillage, options) => {
    const app = Fastify(own)
    before?.(app)
    await app.register(sillageFastify, { prefix, sillage, ...options })
    after?.(app)
    return { url: (await app.listen({ host: '127.0.0.1', port: 0 })) + prefix, close: () => app.close() }
  }

interface Host {
  options?: FastifyServerOptions
  before?(app: FastifyInstance): void
  after?(app: FastifyInstance): void
}
/** A host's parsers for the types that the routes take; none of them may be asked. */
const parsers = (app: FastifyInstance) => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(['application/json', 'text/csv'], { parseAs: 'string' }, (_request, body, done) =>
    done(null, { parsedByHost: body }),
  )
}

describe.each([
  ['at the root, English', '', englishNames],
  ['under a prefix, French', '/outils/mail', frenchNames],
] as const)('Fastify 5 %s', (_where, prefix, names) => {
  const count = runAdapterCases(it, { mount: mountAt(prefix), names })
  it(`runs all ${adapterCases.length} cases`, () => expect(count).toBe(adapterCases.length))
})
describe.each([
  ['before the plugin', { before: parsers }],
  ['after the plugin', { after: parsers }],
] as const)('Fastify 5 with body parsers of the host %s', (_where, host) => {
  runAdapterCases(it, {
    mount: mountAt('/mail', host),
    names: englishNames,
    groups: ['bodies', 'bounds', 'directory', 'one-click'],
  })
})
describe.each<[string, object]>([
  ['takes a slash at the end for none', { ignoreTrailingSlash: true }],
  ['takes many slashes for one', { ignoreDuplicateSlashes: true }],
  ['takes a semicolon for the start of a query', { useSemicolonDelimiter: true }],
])('Fastify 5 with a router that %s', (_which, routerOptions) => {
  runAdapterCases(it, {
    mount: mountAt('/mail', { options: { routerOptions } }),
    names: englishNames,
    groups: ['tracking', 'token rests'],
  })
})
process.stdout.write(`Fastify 5: ${adapterCases.length} contract cases for each mount\n`)
