import type { InitChoices } from './choices.ts'

/** Replace it with the login that the app has. */
const key = `const port = Number(process.env.PORT ?? 3000)
// Without the variable nobody gets in. Ask the session of your own login instead as soon as there is one.
const adminKey = process.env.ADMIN_KEY ?? crypto.randomUUID()
const authorize: Authorize = ({ headers }) => headers['x-admin-key'] === adminKey
const ui = createUi({ askKey: 'x-admin-key' })

// Imported here and not above, so that a variable which it cannot use is said in one line, too.
const { sillage } = await import('./sillage.ts').catch(cannotStart)
`

/** `listen` is the expression that waits until the server listens. */
const start = (listen: string): string => `
try {
  await sillage.migrate()
  await sillage.start()
  await ${listen}
  console.log(\`http://localhost:\${port}/mail/ui\`)
} catch (error) {
  await cannotStart(error, sillage)
}
`

/** Says what is in the way instead of where in the code it was met, which nobody has to change. */
const cannotStart = `
/** A wrong variable, a database that is away or a port that is taken is said in one line. */
async function cannotStart(error: unknown, begun?: Sillage): Promise<never> {
  console.error(\`The app cannot start. \${error instanceof Error ? error.message : error}\`)
  await begun?.close().catch(() => undefined) // nothing more is sent, nor left half sent
  process.exit(1)
}
`

const apps = {
  express: `import { once } from 'node:events'
import { createServer } from 'node:http'
import { attachLive, sillageRouter } from '@sillage/adapter-express'
import type { Authorize, Sillage } from '@sillage/core'
import { createUi } from '@sillage/ui-elements/serve'
import express from 'express'

${key}
const app = express()
app.use('/mail', sillageRouter(sillage, { authorize, ui }))
const server = createServer(app)
const live = attachLive(server, sillage, { path: '/mail', authorize })
${start(`once(server.listen(port), 'listening')`)}
process.once('SIGTERM', async () => {
  live.close()
  server.close()
  await sillage.close() // lets the mails on the wire finish
  server.closeAllConnections()
})
${cannotStart}`,
  fastify: `import { sillageFastify } from '@sillage/adapter-fastify'
import type { Authorize, Sillage } from '@sillage/core'
import { createUi } from '@sillage/ui-elements/serve'
import Fastify from 'fastify'

${key}
const app = Fastify()
await app.register(sillageFastify, { prefix: '/mail', sillage, authorize, ui })
app.addHook('onClose', () => sillage.close()) // lets the mails on the wire finish
${start('app.listen({ port })')}
process.once('SIGTERM', () => {
  void app.close()
  // Browsers open connections in advance, and an unused one is waited for without end.
  setTimeout(() => app.server.closeAllConnections(), 5_000).unref()
})
${cannotStart}`,
}

/** `app.ts`: a server with the routes and the interface at /mail. */
export const appFile = ({ framework }: InitChoices): string => apps[framework]
