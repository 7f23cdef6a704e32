// The web process: pages, API, live connections and hits. It sends nothing itself.
import { createServer } from 'node:http'
import { attachLive, sillageRouter } from '@sillage/adapter-express'
import { englishNames, frenchNames } from '@sillage/core'
import express from 'express'
import { startInbox } from 'sillage-demo/inbox'
import { isLocalRequest } from 'sillage-demo/local-request'
import { demoPages } from 'sillage-demo/pages'
import { seed } from 'sillage-demo/seed'
import { installation, MOUNT, readOrder, stopWhenAsked } from './installation.ts'

export interface WebReady {
  /** Where the senders hand their mails over. */
  smtpUrl: string
  seeded: Awaited<ReturnType<typeof seed>>
}

const GRACE_MS = 2_000
const order = readOrder()
const inbox = await startInbox({ filename: order.inboxFile })
const smtpUrl = order.smtpUrl ?? inbox.smtpUrl
// Test mails are sent from here, so this process has a transport as well.
const { sillage, queue } = installation(order, { smtpUrl })
await sillage.migrate()
const seeded = await seed(sillage, order.url)
await sillage.start({ send: false })
await queue.start(sillage, { work: false })

const mount = {
  names: order.names === 'fr' ? frenchNames : englishNames,
  authorize: ({ headers }: { headers: Parameters<typeof isLocalRequest>[0] }) => isLocalRequest(headers),
}
const app = express()
app.disable('x-powered-by')
app.use(MOUNT, sillageRouter(sillage, mount))
app.use(await demoPages({ inbox, sillage, url: order.url, names: order.names, outside: order.smtpUrl !== undefined }))
const server = createServer(app)
const live = attachLive(server, sillage, { ...mount, path: MOUNT })
await new Promise<void>((resolve, reject) => {
  server.once('error', reject)
  server.listen(order.port, '127.0.0.1', resolve)
})

stopWhenAsked(async () => {
  await queue.stop({ graceMs: GRACE_MS })
  live.close()
  server.close()
  server.closeAllConnections()
  await sillage.close()
  await inbox.stop()
})
process.send?.({ smtpUrl, seeded } satisfies WebReady)
