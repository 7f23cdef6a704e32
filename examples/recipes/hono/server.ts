import { type HttpBindings, serve } from '@hono/node-server'
import { sillageFetch } from '@sillage/core/http'
import { Hono } from 'hono'
import { authorize, sillage } from './sillage.ts'

await sillage.migrate()
await sillage.start()

const app = new Hono<{ Bindings: HttpBindings }>()
const mail = sillageFetch<HttpBindings>(sillage, {
  authorize,
  remoteAddress: (_, { incoming }) => incoming.socket.remoteAddress,
})
app.all('/mail/*', ({ req, env }) => mail(req.raw, env)) // before csrf() of your own
app.get('/', (context) => context.text('The app'))

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) })

process.once('SIGTERM', async () => {
  server.close()
  await sillage.close() // lets the mails on the wire finish
  if ('closeAllConnections' in server) server.closeAllConnections()
})
