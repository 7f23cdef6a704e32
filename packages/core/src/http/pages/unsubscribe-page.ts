import { escapeHtml } from '../../content/html/escape.ts'
import type { HttpResult } from '../exchange.ts'
import { layout } from './layout.ts'
import type { Words } from './words.ts'

/** The button posts to the page's own address. */
export function unsubscribePage({ language, unsubscribe }: Words): HttpResult {
  return layout(
    language,
    unsubscribe.title,
    `<p>${escapeHtml(unsubscribe.text)}</p><form method="post"><button>${escapeHtml(unsubscribe.button)}</button></form>`,
  )
}
