import { escapeHtml } from '../../content/html/escape.ts'
import type { PageWords } from '../../domain/page-words.ts'
import type { HttpHeaders, HttpResult } from '../exchange.ts'
import { type Look, layout } from './layout.ts'

/** A page with a single message. */
export function messagePage(look: Look, what: PageWords, status = 200, headers: HttpHeaders = {}): HttpResult {
  return layout(look, { title: what.title, content: `<p>${escapeHtml(what.text)}</p>`, status, headers })
}
