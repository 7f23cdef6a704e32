import type { InitChoices } from './choices.ts'

/** Replace it with the login that the app has. */
const key = `const port = Number(process.env.PORT ?? 3000)
// Without the variable nobody gets in. Ask the session of your own login instead as soon as there is one.
const adminKey = process.env.ADMIN_KEY ?? crypto.randomUUID()
const authorize: Authorize = ({ headers }) => headers['x-admin-key'] === adminKey
const ui = createUi({ askKey: 'x-admin-key' })

try {
  await sillage.migrate()
  await sillage.start()
} catch (error) {
  await cannotStart(error)
}
`

/** Says what is in the way instead of where in the code it was met, which nobody has to change. */
const cannotStart = `
/** A database that is away or a port that is taken is said in one line. */
async function cannotStart(error: unknown): Promise<never> {
  console.error(\`The app cannot start. \${error instanceof Error ? error.message : error}\`)
  await sillage.close().catch(() => undefined) // nothing more is sent, nor left half sent
  process.exit(1)
}
`

const apps = {
  express: `import { attachLive, sillageRouter } from '@sillage/adapter-express'
import type { Authorize } from '@sillage/core'
import { createUi } from '@sillage/ui-elements/serve'
import express from 'express'
import { sillage } from './sillage.ts'

${key}
const app = express()
app.use('/mail', sillageRouter(sillage, { authorize, ui }))
const server = app.listen(port, (error) => {
  if (error) void cannotStart(error)
  else console.log(\`http://localhost:\${port}/mail/ui\`)
})
const live = attachLive(server, sillage, { path: '/mail', authorize })

process.once('SIGTERM', async () => {
  live.close()
  server.close()
  await sillage.close() // lets the mails on the wire finish
  server.closeAllConnections()
})
${cannotStart}`,
  fastify: `import { sillageFastify } from '@sillage/adapter-fastify'
import type { Authorize } from '@sillage/core'
import { createUi } from '@sillage/ui-elements/serve'
import Fastify from 'fastify'
import { sillage } from './sillage.ts'

${key}
const app = Fastify()
await app.register(sillageFastify, { prefix: '/mail', sillage, authorize, ui })
app.addHook('onClose', () => sillage.close()) // lets the mails on the wire finish
await app.listen({ port }).catch(cannotStart)
console.log(\`http://localhost:\${port}/mail/ui\`)

process.once('SIGTERM', () => {
  void app.close()
  // Browsers open connections in advance, and an unused one is waited for without end.
  setTimeout(() => app.server.closeAllConnections(), 5_000).unref()
})
${cannotStart}`,
}

/** `app.ts`: a server with the routes and the interface at /mail. */
export const appFile = ({ framework }: InitChoices): string => apps[framework]
