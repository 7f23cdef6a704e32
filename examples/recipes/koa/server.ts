import { createServer } from 'node:http'
import { listenForUpgrades, liveSocket, sillageNode } from '@sillage/core/http'
import Koa from 'koa'
import { authorize, sillage } from './sillage.ts'

await sillage.migrate()
await sillage.start()

const app = new Koa()
const mail = sillageNode(sillage, { authorize })
app.use((context, next) => {
  if (!context.path.startsWith('/mail/')) return next()
  context.respond = false // the answer is written to Node's response
  return mail(context.req, context.res)
})
app.use((context) => {
  context.body = 'The app'
})

const server = createServer(app.callback())
const live = liveSocket(sillage, { authorize })
listenForUpgrades(server, live)
server.listen(Number(process.env.PORT ?? 3000))

process.once('SIGTERM', async () => {
  live.close()
  server.close()
  await sillage.close() // lets the mails on the wire finish
  server.closeAllConnections()
})
