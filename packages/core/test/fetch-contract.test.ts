import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { describe, it } from 'vitest'
import { englishNames, frenchNames } from '../src/domain/names.ts'
import { sillageFetch, writeResult } from '../src/http/index.ts'
import { type MountSillage, runAdapterCases } from '../src/testing/index.ts'

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A server that knows Fetch only, as Hono, Next.js and Bun do. */
const mountAt =
  (prefix: string): MountSillage =>
  async (sillage, options) => {
    const handle = sillageFetch(sillage, { prefix, ...options })
    const server = createServer(async (request, response) => {
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
      const init = {
        method: request.method ?? 'GET',
        headers: request.headers as Record<string, string>,
        ...(hasBody ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' as const } : {}),
      }
      const answer = await handle(new Request(`http://${request.headers.host}${request.url}`, init))
      await writeResult(
        response,
        {
          kind: 'stream',
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: (answer.body ?? nothing()) as AsyncIterable<Uint8Array>,
        },
        request.method ?? 'GET',
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`,
      close: () => {
        server.closeAllConnections()
        return new Promise((resolve) => server.close(() => resolve()))
      },
    }
  }

describe.each([
  ['at the root, English', '', englishNames],
  ['under a prefix, French', '/outils/mail', frenchNames],
])('fetch %s', (_where, prefix, names) => {
  runAdapterCases(it, { mount: mountAt(prefix), names, withoutSocket: true })
})
