import { createServer } from 'node:http'
import { listenForUpgrades, liveSocket, sillageNode } from '@sillage/core/http'
import { authorize, sillage } from './sillage.ts'

const { handler } = await import(new URL('build/handler.js', import.meta.url).href)
await sillage.migrate()
await sillage.start()

// In front of SvelteKit, whose filter against CSRF refuses forms that do not come from its own pages: a mail program
// that unsubscribes somebody sends such a form, without an Origin.
const mail = sillageNode(sillage, { authorize })
const server = createServer((request, response) => mail(request, response, () => handler(request, response)))
const live = liveSocket(sillage, { authorize })
listenForUpgrades(server, live)
server.listen(Number(process.env.PORT ?? 3000))

process.once('SIGTERM', async () => {
  live.close()
  server.close()
  await sillage.close() // lets the mails on the wire finish
  server.closeAllConnections()
})
