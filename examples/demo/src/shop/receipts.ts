import { defineStream, type Sillage } from '@sillage/core'
import { html } from '../page/html.ts'
import type { Language } from '../page/language.ts'
import type { Article } from './articles.ts'

/** What was ordered, and by whom. */
interface Order {
  /** By which the shop knows it: it is placed once, however often the button is pressed. */
  number: string
  email: string
  article: Article
  lang: Language
}

export type PlaceOrder = (order: Order) => Promise<void>

const words = {
  fr: {
    subject: (number: string) => `Votre reçu ${number}`,
    thanks: 'Merci pour votre commande.',
    see: 'Revoir l’article',
  },
  en: {
    subject: (number: string) => `Your receipt ${number}`,
    thanks: 'Thank you for your order.',
    see: 'See the article again',
  },
} as const

const receipts = defineStream<{ order: Omit<Order, 'email'>; url: string }>({
  key: 'receipts',
  name: 'Reçus · Receipts',
  transactional: true,
  tracking: { opens: true, clicks: true, readTime: true },
  render({ order: { number, article, lang }, url }) {
    const text = words[lang]
    const { title } = article.words[lang]
    return {
      subject: text.subject(number),
      html: html`<!doctype html><html lang="${lang}"><body style="margin:0;padding:32px;background:#f6f1ea;color:#2b2019;font:16px/1.6 Georgia,serif">
<p>${text.thanks}</p>
<p><b>${title}</b><br>${article.price}</p>
<p><a href="${url}/shop/${article.slug}?lang=${lang}" style="color:#8a3d1f">${text.see}</a></p>
<p style="font-size:13px">${number}</p>
</body></html>`.text,
    }
  },
})

/** Sends a receipt for each order: a mail that leaves alone, as things happen, and is followed like a campaign's. */
export function sendReceipts(sillage: Sillage, url: string): PlaceOrder {
  return async ({ email, ...order }) => {
    await sillage.messages.send({
      stream: receipts,
      to: { email, ref: order.number },
      data: { order, url },
      key: `receipt ${order.number}`,
    })
  }
}
