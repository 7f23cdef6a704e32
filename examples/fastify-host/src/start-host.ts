import { randomBytes } from 'node:crypto'
import { sillageFastify } from '@sillage/adapter-fastify'
import { createSillage, frenchNames, type SillageOptions } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'
import Fastify from 'fastify'
import { bundlePage } from './bundle.ts'
import { loginPage, page } from './pages.ts'
import { addSessions, authorizeBySession } from './sessions.ts'
import { logIn } from './users.ts'

export interface HostOptions {
  port: number
  transport: SillageOptions['transport']
  /** Where campaigns are kept. @default ':memory:' */
  filename?: string
}

const MOUNT = '/outils/mail'

/** A Fastify app of several agencies with users and sessions of its own, into which campaigns were mounted. */
export async function startHost({ port, transport, filename = ':memory:' }: HostOptions) {
  const url = `http://localhost:${port}`
  const sillage = createSillage({
    store: sqliteStore({ filename }),
    transport,
    baseUrl: url + MOUNT,
    from: 'Agences <bonjour@agences.example>',
  })
  await sillage.migrate()
  await sillage.start()

  const app = Fastify()
  await addSessions(app, randomBytes(32).toString('hex'))
  await app.register(sillageFastify, {
    prefix: MOUNT,
    sillage,
    names: frenchNames,
    authorize: authorizeBySession(app),
  })

  const script = Buffer.from(await bundlePage())
  app.get('/assets/page.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script))
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  app.get('/', async (request, reply) => {
    reply.type('text/html; charset=utf-8')
    const { user } = request.session
    if (user === undefined) return loginPage()
    const { items } = await sillage.for(user.agency).campaigns.list({ limit: 1 })
    return page(user.agency, items[0]?.id)
  })
  app.post<{ Body: Record<string, string> }>('/login', async (request, reply) => {
    const user = logIn(request.body.name, request.body.password)
    reply.type('text/html; charset=utf-8')
    if (user === undefined) return reply.code(401).send(loginPage('Nom ou mot de passe inconnu'))
    // A new session after the login, so that an id planted before is worth nothing.
    await request.session.regenerate()
    request.session.user = { name: user.name, agency: user.agency }
    return reply.redirect('/')
  })
  await app.listen({ port, host: 'localhost' })

  return {
    url,
    async stop() {
      // Browsers open connections in advance, and Node 22 and 24 wait for those that were never used.
      const impatience = setTimeout(() => app.server.closeAllConnections(), 1_000)
      await app.close()
      clearTimeout(impatience)
      await sillage.close()
    },
  }
}
