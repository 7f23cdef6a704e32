import { createHttpApp, type HttpApp, type HttpResult, type MountOptions } from '../../src/http/index.ts'
import type { Sillage } from '../../src/index.ts'

interface Asked {
  params?: Record<string, string>
  query?: string
  body?: string | object | undefined
  headers?: Record<string, string>
}

interface Told {
  status: number
  text: string
}

/** Asks routes without a server; a stream is read to its end, a live one to its first frames. */
export interface Asking {
  routes: HttpApp['routes']
  ask(id: string, asked?: Asked): Promise<Told>
}

export function asking(sillage: Sillage, options: MountOptions = { authorize: () => true }): Asking {
  const app = createHttpApp(sillage, options)
  return {
    routes: app.routes,
    async ask(id, { params = {}, query = '', body, headers = {} } = {}) {
      const route = app.routes.find((one) => one.id === id)
      if (route === undefined) throw new Error(`no route ${id}`)
      const text = typeof body === 'object' ? JSON.stringify(body) : body
      const type = typeof body === 'object' ? 'application/json' : 'application/x-www-form-urlencoded'
      const result = await app.respond(
        route,
        {
          method: route.method,
          params,
          query,
          headers: text === undefined ? headers : { 'content-type': type, ...headers },
          remoteAddress: '192.0.2.77',
          body: text === undefined ? undefined : { stream: once(Buffer.from(text)) },
        },
        { url: route.path, raw: undefined },
      )
      return { status: result.status, text: await (id === 'live' ? framesOf(result) : textOf(result)) }
    },
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function textOf(result: HttpResult): Promise<string> {
  if (result.kind === 'empty') return ''
  if (result.kind === 'json') return JSON.stringify(result.body)
  if (result.kind === 'bytes') return Buffer.from(result.body).toString()
  let text = ''
  for await (const piece of result.body) text += stringOf(piece)
  return text
}

const stringOf = (piece: string | Uint8Array): string =>
  typeof piece === 'string' ? piece : Buffer.from(piece).toString()

/** What a stream that does not end gives at once. */
async function framesOf(result: HttpResult): Promise<string> {
  if (result.kind !== 'stream') return textOf(result)
  const pieces = result.body[Symbol.asyncIterator]()
  let text = ''
  for (;;) {
    const next = await Promise.race([pieces.next(), nothingMore()])
    if (next === undefined || next.done === true) break
    text += stringOf(next.value)
  }
  await pieces.return?.()
  return text
}

async function nothingMore(): Promise<undefined> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}
