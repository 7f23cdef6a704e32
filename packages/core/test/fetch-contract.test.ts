import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { englishNames, frenchNames } from '../src/domain/names.ts'
import { listenForUpgrades, liveSocket, sillageFetch, unbroken, writeResult } from '../src/http/index.ts'
import { adapterCases, type MountSillage, runAdapterCases } from '../src/testing/index.ts'

/** What a server on Node does with an answer: reads while the client is there, cancels when it is not. */
function bytesOf(body: Response['body']): AsyncIterable<Uint8Array> {
  const reader = (body ?? new Blob([]).stream()).getReader()
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        const { done, value } = await reader.read()
        return done ? { done, value: undefined } : { done, value }
      },
      return: async () => {
        await reader.cancel()
        return { done: true, value: undefined }
      },
    }),
  }
}

/** A server that knows Fetch only, as Hono and Next.js do on Node; the live socket is put on the server beneath. */
const mountAt =
  (prefix: string): MountSillage =>
  async (sillage, options) => {
    const addresses = new WeakMap<Request, string | undefined>()
    const remoteAddress = (request: Request) => addresses.get(request)
    const handle = sillageFetch(sillage, { prefix, remoteAddress, ...options })
    const server = createServer(async (request, response) => {
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
      const init = {
        method: request.method ?? 'GET',
        headers: request.headers as Record<string, string>,
        ...(hasBody ? { body: ReadableStream.from(unbroken(request)) as ReadableStream, duplex: 'half' as const } : {}),
      }
      const asked = new Request(`http://${request.headers.host}${request.url}`, init)
      addresses.set(asked, request.socket.remoteAddress)
      const answer = await handle(asked)
      await writeResult(
        response,
        {
          kind: 'stream',
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: bytesOf(answer.body),
        },
        request.method ?? 'GET',
      )
    })
    const live = liveSocket(sillage, { prefix, ...options })
    if (options.only !== 'public') listenForUpgrades(server, live)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
      close: () => {
        live.close()
        server.closeAllConnections()
        return new Promise((resolve) => server.close(() => resolve()))
      },
    }
  }

describe.each([
  ['at the root, English', '', englishNames],
  ['under a prefix, French', '/outils/mail', frenchNames],
])('fetch %s', (_where, prefix, names) => {
  const count = runAdapterCases(it, { mount: mountAt(prefix), names })
  it(`runs all ${adapterCases.length} cases`, () => expect(count).toBe(adapterCases.length))
})
process.stdout.write(`fetch: ${adapterCases.length} contract cases for each mount\n`)
