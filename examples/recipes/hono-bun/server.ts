import { sillageFetch } from '@sillage/core/http'
import { Hono } from 'hono'
import { authorize, sillage } from './sillage.ts'

await sillage.migrate()
await sillage.start()

interface Bindings {
  address: string | undefined
}

const app = new Hono<{ Bindings: Bindings }>()
const mail = sillageFetch<Bindings>(sillage, { authorize, remoteAddress: (_, { address }) => address })
app.all('/mail/*', ({ req, env }) => mail(req.raw, env)) // before csrf() of your own
app.get('/', (context) => context.text('The app'))

const server = Bun.serve({
  port: Number(process.env.PORT ?? 3000),
  idleTimeout: 60, // in seconds; a live feed says something every 20
  fetch: (request, server) => app.fetch(request, { address: server.requestIP(request)?.address }),
})

process.once('SIGTERM', async () => {
  void server.stop() // takes no new connections
  await sillage.close() // lets the mails on the wire finish
  await server.stop(true)
})
