import { escapeHtml } from '../../content/html/escape.ts'
import type { HttpResult } from '../exchange.ts'
import { layout } from './layout.ts'
import type { Words } from './words.ts'

/** The button posts to the page's own address, and says that it was the page: a mail program's request does not. */
export function unsubscribePage({ language, unsubscribe }: Words): HttpResult {
  return layout(
    language,
    unsubscribe.title,
    `<p>${escapeHtml(unsubscribe.text)}</p><form method="post" action="?by=page"><button>${escapeHtml(unsubscribe.button)}</button></form>`,
  )
}
