import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { attachLive, sillageRouter } from '@sillage/adapter-express'
import { createSillage, type SillageOptions } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'
import Database from 'better-sqlite3'
import express from 'express'
import { bundlePage } from './bundle.ts'
import { createCustomers, customerDirectory } from './customers.ts'
import { loginPage, page } from './pages.ts'
import { authorizeBySession as authorize, createSessions } from './sessions.ts'
import { logIn } from './users.ts'

export interface HostOptions {
  port: number
  transport: SillageOptions['transport']
  /** Where campaigns are kept. @default ':memory:' */
  filename?: string
}

/** An Express app with users, sessions and customers of its own, into which campaigns were mounted. */
export async function startHost({ port, transport, filename = ':memory:' }: HostOptions) {
  const url = `http://localhost:${port}`
  const customers = new Database(':memory:')
  createCustomers(customers)
  const sessions = createSessions(randomBytes(32).toString('hex'))

  const sillage = createSillage({
    store: sqliteStore({ filename }),
    transport,
    directory: customerDirectory(customers),
    baseUrl: `${url}/mail`,
    from: 'Port Services <hello@port.example>',
  })
  await sillage.migrate()
  await sillage.start()

  const app = express()
  app.use(sessions, express.urlencoded({ extended: false }), express.json())
  app.use('/mail', sillageRouter(sillage, { authorize }))

  const script = Buffer.from(await bundlePage())
  app.get('/assets/page.js', (_request, response) => void response.type('js').send(script))
  app.get('/', (request, response) => {
    const { user } = request.session
    response.send(user === undefined ? loginPage() : page(user))
  })
  app.post('/login', (request, response, next) => {
    const user = logIn(request.body.name, request.body.password)
    if (user === undefined) return void response.status(401).send(loginPage('Unknown name or password'))
    // A new session after the login, so that an id planted before is worth nothing.
    request.session.regenerate((error) => {
      if (error) return next(error)
      request.session.user = user.name
      response.redirect('/')
    })
  })

  const server = createServer(app)
  const live = attachLive(server, sillage, { path: '/mail', authorize, before: [sessions] })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, 'localhost', resolve))

  return {
    url,
    async stop() {
      live.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await sillage.close()
      customers.close()
    },
  }
}
