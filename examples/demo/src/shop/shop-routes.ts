import { isSillageError } from '@sillage/core'
import type { FastifyInstance } from 'fastify'
import { isLocalRequest } from '../local-request.ts'
import { type Html, html } from '../page/html.ts'
import { type Language, languageOf } from '../page/language.ts'
import { shell } from '../page/shell.ts'
import { words } from '../page/words.ts'
import { type Article, articles } from './articles.ts'
import { freshOrder, type OrderState, orderForm } from './order-form.ts'
import type { PlaceOrder } from './receipts.ts'
import { logo } from './sender.ts'

const CONTENT_POLICY =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const shopWords = {
  fr: { title: 'Atelier du Quai', lead: 'Cafés et thés pour le bureau', offer: 'Code', others: 'Toute la boutique' },
  en: { title: 'Atelier du Quai', lead: 'Coffee and tea for the office', offer: 'Code', others: 'The whole shop' },
} as const

/**
 * The invented shop that the seeded mails lead to. `/shop/:slug/:code` shows the code that a personalised link carries.
 * With `placeOrder`, people of this machine can order what is sold.
 */
export function shopRoutes(app: FastifyInstance, { placeOrder }: { placeOrder?: PlaceOrder }, done: () => void): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', CONTENT_POLICY).header('x-content-type-options', 'nosniff')
  })
  app.get('/', (request, reply) => reply.type('text/html; charset=utf-8').send(shopPage(languageOf(request))))
  app.get('/logo.svg', (_request, reply) => reply.type('image/svg+xml').send(logo))
  for (const path of ['/:slug', '/:slug/:code'])
    app.get<{ Params: { slug: string; code?: string } }>(path, (request, reply) => {
      const article = articles.find(({ slug }) => slug === request.params.slug)
      if (article === undefined) return reply.callNotFound()
      const order = placeOrder !== undefined && isLocalRequest(request.headers) ? freshOrder() : undefined
      const page = articlePage(languageOf(request), article, { code: request.params.code, order })
      return reply.type('text/html; charset=utf-8').send(page)
    })
  if (placeOrder !== undefined) orderRoute(app, placeOrder)
  done()
}

/** Only people of this machine may order: a receipt goes to whatever address is typed. */
function orderRoute(app: FastifyInstance, placeOrder: PlaceOrder): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) =>
    parsed(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  app.post<{ Params: { slug: string }; Body: { email?: string; number?: string } }>(
    '/:slug',
    async (request, reply) => {
      const article = articles.find(({ slug, sold }) => sold && slug === request.params.slug)
      if (article === undefined || !isLocalRequest(request.headers)) return reply.callNotFound()
      const { email = '', number = '' } = request.body
      const lang = languageOf(request)
      let order: OrderState = { placed: true }
      try {
        await placeOrder({ number, email, article, lang })
      } catch (error) {
        if (!isSillageError(error) || error.status >= 500) throw error
        order = { placed: false, email, refused: true, number }
      }
      return reply
        .code(order.placed ? 200 : 400)
        .type('text/html; charset=utf-8')
        .send(articlePage(lang, article, { code: undefined, order }))
    },
  )
}

function shopPage(lang: Language): string {
  const text = shopWords[lang]
  return shell({
    lang,
    title: words[lang].shop,
    current: 'shop',
    path: '/shop',
    body: html`<h1>${text.title}</h1>
<p class="quiet">${text.lead}</p>
<ul class="articles">${articles.map((article) => html`<li><a href="/shop/${article.slug}?lang=${lang}">${picture(article)}<b>${article.words[lang].title}</b><span>${article.words[lang].lead}</span>${article.price !== undefined && html`<span class="price">${article.price}</span>`}</a></li>`)}</ul>`,
  })
}

function articlePage(
  lang: Language,
  article: Article,
  { code, order }: { code: string | undefined; order: OrderState | undefined },
): string {
  const { title, lead, text } = article.words[lang]
  return shell({
    lang,
    title,
    current: 'shop',
    path: `/shop/${article.slug}`,
    body: html`<article class="article">${picture(article)}
<div><h1>${title}</h1><p class="quiet">${lead}</p><p>${text}</p>${article.price !== undefined && html`<p class="price">${article.price}</p>`}${code !== undefined && html`<p>${shopWords[lang].offer} <code>${code}</code></p>`}${order !== undefined && article.sold && orderForm(lang, article, order)}<p><a href="/shop?lang=${lang}">‹ ${shopWords[lang].others}</a></p></div>
</article>`,
  })
}

function picture({ tones: [dark, light] }: Article): Html {
  return html`<svg viewBox="0 0 320 200" aria-hidden="true" preserveAspectRatio="xMidYMid slice"><rect width="320" height="200" fill="${light}"/><path d="M0 132c60-26 110 18 170-6s96-28 150-8v82H0z" fill="${dark}" opacity=".55"/><path d="M0 156c70-20 120 16 180-4s90-20 140-4v52H0z" fill="${dark}"/><circle cx="246" cy="62" r="26" fill="#fff" opacity=".7"/></svg>`
}
