import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpApp } from '../../packages/core/src/http/index.ts'
import { createSillage, createTokenSealer, type RouteId, type TokenSealer } from '../../packages/core/src/index.ts'
import { sqliteStore } from '../../packages/store-sqlite/src/index.ts'

const secrets = ['a secret that is only for measuring']
const CHUNK = 65_536

/**
 * An installation with one message, on a SQLite file, and its routes without a framework: only the library is measured.
 */
export interface Host {
  /** The status of a body that comes in chunks, as from a socket; `:token` is of the message. */
  post(route: RouteId, type: string, body: Uint8Array): Promise<number>
  /** Opens tokens, as whoever reads bounces does. */
  open: TokenSealer['open']
  close(): Promise<void>
}

export async function createHost(): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-worst-'))
  const sillage = createSillage({
    store: sqliteStore({ filename: join(folder, 'worst.db') }),
    baseUrl: 'http://mail.example',
    from: 'a@example.org',
    secrets,
  })
  await sillage.migrate()
  const recipients = [{ email: 'ada@example.org' }]
  await sillage.campaigns.create({ name: 'n', subject: 's', html: '<p>x</p>', recipients, start: false })
  const sealer = createTokenSealer(secrets)
  const app = createHttpApp(sillage, { authorize: () => true })
  return {
    open: sealer.open,
    async post(id, type, body) {
      const route = app.routes.find((candidate) => candidate.id === id)
      if (route === undefined) throw new Error(`there is no route ${id}`)
      const kind = id === 'unsubscribe' ? 'unsubscribe' : 'preferences'
      const params = { token: sealer.seal({ kind, messageId: 1 }) }
      const { status } = await app.respond(
        route,
        {
          method: 'POST',
          params,
          query: '',
          remoteAddress: '127.0.0.1',
          headers: { 'content-type': type },
          body: { stream: pieces(body) },
        },
        { url: route.path, raw: undefined },
      )
      if (status >= 500) throw new Error(`${id} answered ${status}`)
      return status
    },
    async close() {
      await sillage.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function* pieces(body: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += CHUNK) {
    await new Promise((resolve) => setImmediate(resolve))
    yield body.subarray(at, at + CHUNK)
  }
}
