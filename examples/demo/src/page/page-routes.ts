import type { FastifyInstance } from 'fastify'
import type { Asset } from './bundle-assets.ts'
import { languageOf } from './language.ts'
import { inboxPage, managerPage, type PageOptions, receiptsPage } from './pages.ts'

const PAGE_POLICY = [
  "default-src 'self'",
  // Previews of mails show pictures from where their author put them, and mails carry their styles inline.
  'img-src http: https: data:',
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The pages of the demo and the files they load. */
export function pageRoutes(
  app: FastifyInstance,
  { assets, ...options }: PageOptions & { assets: Map<string, Asset> },
  done: () => void,
): void {
  const pages = { '/': managerPage, '/receipts': receiptsPage, '/inbox': inboxPage, '/inbox/:id': inboxPage }
  for (const [path, page] of Object.entries(pages))
    app.get(path, (request, reply) =>
      reply
        .header('content-security-policy', PAGE_POLICY)
        .type('text/html; charset=utf-8')
        .send(page(languageOf(request), options)),
    )
  app.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
    const asset = assets.get(request.params.name)
    if (asset === undefined) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').type(asset.type).send(asset.body)
  })
  app.get('/favicon.ico', (_request, reply) => reply.redirect('/assets/icon.svg'))
  done()
}
