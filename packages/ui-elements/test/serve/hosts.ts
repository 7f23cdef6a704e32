import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { attachLive, sillageRouter } from '@sillage/adapter-express'
import { sillageFastify } from '@sillage/adapter-fastify'
import { createSillage, type MountOptions, memoryStore, type Sillage, systemClock } from '@sillage/core'
import { sillageFetch, writeResult } from '@sillage/core/http'
import { recordingTransport } from '@sillage/core/testing'
import express from 'express'
import Fastify from 'fastify'

interface Host {
  /** The address of the mount. */
  url: string
  close(): Promise<void>
}
export type StartHost = (sillage: Sillage, options: MountOptions) => Promise<Host>

/** An installation with a campaign that was sent, and a draft. */
export async function installation(): Promise<Sillage> {
  const sillage = createSillage({
    store: memoryStore(),
    transport: recordingTransport({ clock: systemClock }),
    baseUrl: 'http://localhost/mail',
    from: 'Ada <ada@example.org>',
  })
  await sillage.migrate()
  await sillage.start()
  const content = { subject: 'Hello {{name}}', html: '<h1 style="color:teal">Hello {{name}}</h1>' }
  const recipients = [{ email: 'zoe@example.net', name: 'Zoé' }]
  await sillage.campaigns.create({ name: 'Autumn news', ...content, recipients })
  await sillage.campaigns.create({ name: 'Open day', ...content, recipients, start: false })
  return sillage
}

/** A page of the host's own, in French. */
const ownPage = `<!doctype html><html lang="fr"><script type="module" src="/mail/ui/elements.js"></script>
<campaign-stats base-url="/mail" campaign-id="1"></campaign-stats>`

/** Under a path, with the live socket beside it, and a page of its own. */
export const expressHost: StartHost = async (sillage, options) => {
  const app = express()
  app.use('/mail', sillageRouter(sillage, options))
  app.get('/own', (_request, response) => void response.send(ownPage))
  const server = createServer(app)
  const live = attachLive(server, sillage, { ...options, path: '/mail' })
  const host = await listening(server, '/mail')
  return {
    ...host,
    close() {
      live.close()
      return host.close()
    },
  }
}

/** With French paths. */
export const fastifyHost: StartHost = async (sillage, options) => {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(sillageFastify, { prefix: '/outils/mail', sillage, ...options })
  return { url: `${await app.listen({ port: 0 })}/outils/mail`, close: () => app.close() }
}

/** Behind a proxy that cuts the path off, without a socket. */
export const fetchHost: StartHost = async (sillage, options) => {
  const handle = sillageFetch(sillage, { prefix: '', ...(options as MountOptions<Request>) })
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '' } = request
    const path = url.replace(/^\/tools\/mail/, '')
    const headers = request.headers as Record<string, string>
    const sent = method === 'GET' ? {} : { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' as const }
    const answer = await handle(new Request(`http://host${path}`, { method, headers, ...sent }))
    const [status, body] = [answer.status, answer.body ?? new Blob().stream()]
    await writeResult(response, { kind: 'stream', status, headers: Object.fromEntries(answer.headers), body }, method)
  })
  return listening(server, '/tools/mail')
}

async function listening(server: Server, path: string): Promise<Host> {
  await new Promise<void>((resolve) => server.listen(0, resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}${path}`,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
