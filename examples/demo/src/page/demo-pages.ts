import type { IncomingMessage, ServerResponse } from 'node:http'
import Fastify from 'fastify'
import { inboxRoutes } from '../inbox/inbox-routes.ts'
import type { Inbox } from '../inbox/start-inbox.ts'
import { shopRoutes } from '../shop/shop-routes.ts'
import { bundleAssets } from './bundle-assets.ts'
import type { Language } from './language.ts'
import { pageRoutes } from './page-routes.ts'

/** The demo's pages, inbox and shop without Sillage, as a handler that any server of Node can call. */
export async function demoPages({
  inbox,
  names,
  outside,
}: {
  inbox: Inbox
  names: Language
  outside: boolean
}): Promise<(request: IncomingMessage, response: ServerResponse) => void> {
  const app = Fastify()
  await app.register(inboxRoutes, { prefix: '/inbox', inbox })
  await app.register(shopRoutes, { prefix: '/shop' })
  await app.register(pageRoutes, { assets: await bundleAssets(), names, outside })
  await app.ready()
  return (request, response) => app.routing(request, response)
}
