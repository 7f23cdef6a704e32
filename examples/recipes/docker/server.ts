import { createServer } from 'node:http'
import { attachLive, sillageRouter } from '@sillage/adapter-express'
import express from 'express'
import { authorize, sillage } from './sillage.ts'

await sillage.migrate()
await sillage.start()

const app = express()
app.use('/mail', sillageRouter(sillage, { authorize }))
app.get('/', (_request, response) => void response.send('The app'))
// What HEALTHCHECK asks: well is who reaches the database.
app.get('/health', async (_request, response) => {
  const well = await sillage.suppressions.list({ limit: 1 }).then(
    () => true,
    () => false,
  )
  response.sendStatus(well ? 200 : 503)
})

const server = createServer(app)
const live = attachLive(server, sillage, { path: '/mail', authorize })
server.listen(Number(process.env.PORT ?? 3000))

// Node as process 1 ends at SIGTERM only because of this.
process.once('SIGTERM', async () => {
  live.close()
  server.close()
  await sillage.close() // lets the mails on the wire finish
  server.closeAllConnections()
})
