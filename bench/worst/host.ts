import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpApp, type HttpResult, type MountedRoute } from '../../packages/core/src/http/index.ts'
import {
  createSillage,
  createTokenSealer,
  type RouteId,
  type Sillage,
  systemClock,
  type TokenKind,
  type TokenSealer,
} from '../../packages/core/src/index.ts'
import { recordingTransport } from '../../packages/core/src/testing/index.ts'
import { sqliteStore } from '../../packages/store-sqlite/src/index.ts'

const secrets = ['a secret that is only for measuring']
const CHUNK = 65_536

/** A request of a route, its body in pieces that are made as they are read. */
export interface Asked {
  route: RouteId
  params?: Record<string, string>
  query?: string
  headers?: Record<string, string>
  body?: Iterable<Uint8Array> | undefined
}

/**
 * An installation on a SQLite file, with as much in it as a tenant may store, and its routes without a framework: only
 * the library is measured.
 */
export interface Host {
  routes: readonly MountedRoute[]
  /** Its status, once all of the answer was read; of an answer without an end the beginning. */
  ask(request: Asked): Promise<number>
  /** The status of a body that comes in chunks, as from a socket; `:token` is of the message. */
  post(route: RouteId, type: string, body: Uint8Array): Promise<number>
  /** A token of the message. */
  token(kind: TokenKind): string
  /** Opens tokens, as whoever reads bounces does. */
  open: TokenSealer['open']
  close(): Promise<void>
}

export async function createHost(): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-worst-'))
  const sillage = createSillage({
    store: sqliteStore({ filename: join(folder, 'worst.db') }),
    transport: recordingTransport({ clock: systemClock, keepContent: false }),
    baseUrl: 'http://mail.example',
    from: 'a@example.org',
    secrets,
    tracking: { readTime: true },
  })
  await sillage.migrate()
  await fill(sillage)
  const sealer = createTokenSealer(secrets)
  const app = createHttpApp(sillage, { authorize: () => true })
  const token = (kind: TokenKind) => sealer.seal({ kind, messageId: 1, linkId: kind === 'click' ? 1 : 0 })

  async function ask({ route: id, params = {}, query = '', headers = {}, body }: Asked): Promise<number> {
    const route = app.routes.find((candidate) => candidate.id === id)
    if (route === undefined) throw new Error(`there is no route ${id}`)
    const result = await app.respond(
      route,
      {
        method: route.method,
        params,
        query,
        remoteAddress: '127.0.0.1',
        headers,
        body: body === undefined ? undefined : { stream: inTurns(body) },
      },
      { url: route.path, raw: undefined },
    )
    await readToEnd(result, id === 'live' || id === 'read' ? 1 : Number.POSITIVE_INFINITY)
    return result.status
  }

  return {
    routes: app.routes,
    ask,
    token,
    open: sealer.open,
    async post(route, type, body) {
      const kind = route === 'unsubscribe' ? 'unsubscribe' : 'preferences'
      const params = { token: token(kind) }
      const status = await ask({ route, params, headers: { 'content-type': type }, body: pieces(body) })
      if (status >= 500) throw new Error(`${route} answered ${status}`)
      return status
    },
    async close() {
      await sillage.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a tenant may store at most: contacts with all their data, mails of a megabyte, a thousand links. */
async function fill(sillage: Sillage): Promise<void> {
  const links = Array.from({ length: 1_000 }, (_, n) => `<a href="https://x.example/${n}">${n} {{name}}</a>`).join('\n')
  const html = `<p>${links}</p>${'<p>word {{name}}</p>'.repeat(300)}${'x'.repeat(900_000)}`
  const data = { a: 'x'.repeat(65_000) }
  const person = (n: number) => ({ email: `p${n}@example.org`, name: `Person ${n}`, data })
  const recipients = Array.from({ length: 1_000 }, (_, n) => person(n))
  for (const name of ['read', 'changed'])
    await sillage.campaigns.create({ name, subject: 's', html, recipients, start: false })
  for (let n = 0; n < 250; n++) {
    await sillage.contacts.create({ ...person(n), company: `Company ${n}`, tags: ['a', 'b'] })
    await sillage.templates.create({ name: `Template ${n}`, subject: 's', html })
    await sillage.recipients.unsubscribe(`s${n}@example.org`)
  }
}

async function readToEnd(result: HttpResult, most: number): Promise<void> {
  if (result.kind !== 'stream') return
  let read = 0
  for await (const _ of result.body) if (++read >= most) return
}

function* pieces(body: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < body.length; at += CHUNK) yield body.subarray(at, at + CHUNK)
}

async function* inTurns(body: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of body) {
    await new Promise((resolve) => setImmediate(resolve))
    yield piece
  }
}
