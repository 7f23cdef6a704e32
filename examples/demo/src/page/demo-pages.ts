import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Sillage } from '@sillage/core'
import Fastify from 'fastify'
import { inboxRoutes } from '../inbox/inbox-routes.ts'
import type { Inbox } from '../inbox/start-inbox.ts'
import { sendReceipts } from '../shop/receipts.ts'
import { shopRoutes } from '../shop/shop-routes.ts'
import { bundleAssets } from './bundle-assets.ts'
import type { Language } from './language.ts'
import { pageRoutes } from './page-routes.ts'

/**
 * The demo's pages, inbox and shop without the routes of Sillage, as a handler that any server of Node can call. `url`
 * is where they are reached.
 */
export async function demoPages({
  inbox,
  sillage,
  url,
  names,
  outside,
}: {
  inbox: Inbox
  sillage: Sillage
  url: string
  names: Language
  outside: boolean
}): Promise<(request: IncomingMessage, response: ServerResponse) => void> {
  const app = Fastify()
  await app.register(inboxRoutes, { prefix: '/inbox', inbox })
  await app.register(shopRoutes, { prefix: '/shop', placeOrder: sendReceipts(sillage, url) })
  await app.register(pageRoutes, { assets: await bundleAssets(), names, outside })
  await app.ready()
  return (request, response) => app.routing(request, response)
}
