import { randomInt } from 'node:crypto'
import { type Html, html } from '../page/html.ts'
import type { Language } from '../page/language.ts'
import type { Article } from './articles.ts'

const words = {
  fr: {
    email: 'Votre e-mail',
    order: 'Commander',
    refused: 'Indiquez une adresse e-mail.',
    thanks: 'Merci ! Votre reçu est en route vers la boîte de réception.',
  },
  en: {
    email: 'Your email',
    order: 'Order',
    refused: 'Give an email address.',
    thanks: 'Thank you! Your receipt is on its way to the inbox.',
  },
} as const

/** How a form stands when its page is shown. */
export type OrderState = { placed: true } | { placed: false; email: string; refused: boolean; number: string }

export const freshOrder = (): OrderState => ({
  placed: false,
  email: 'zoe@example.net',
  refused: false,
  number: `AQ-${randomInt(100_000, 1_000_000)}`,
})

/** The form under an article that is sold. Its number makes that an order is placed once. */
export function orderForm(lang: Language, article: Article, state: OrderState): Html {
  const text = words[lang]
  if (state.placed) return html`<p role="status" class="ordered">${text.thanks}</p>`
  return html`<form method="post" action="/shop/${article.slug}?lang=${lang}" class="order" novalidate>
<input type="hidden" name="number" value="${state.number}">
<label for="email">${text.email}</label>
<input id="email" name="email" type="email" autocomplete="email" value="${state.email}"${state.refused && html` aria-invalid="true" aria-describedby="refused"`}>
<button>${text.order}</button>
${state.refused && html`<p id="refused" role="alert">${text.refused}</p>`}
</form>`
}
