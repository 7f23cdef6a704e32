import { createServer } from 'node:http'
import { createRequestHandler } from '@react-router/express'
import { attachLive, sillageRouter } from '@sillage/adapter-express'
import express from 'express'
import { authorize, sillage } from './sillage.ts'

const build = await import(new URL('build/server/index.js', import.meta.url).href)
await sillage.migrate()
await sillage.start()

const app = express()
app.use('/mail', sillageRouter(sillage, { authorize })) // in front of React Router, which takes the rest
app.use(express.static('build/client'))
app.use(createRequestHandler({ build }))

const server = createServer(app)
const live = attachLive(server, sillage, { path: '/mail', authorize })
server.listen(Number(process.env.PORT ?? 3000))

process.once('SIGTERM', async () => {
  live.close()
  server.close()
  await sillage.close() // lets the mails on the wire finish
  server.closeAllConnections()
})
