import { escapeHtml } from '../../content/html/escape.ts'
import type { HttpHeaders, HttpResult } from '../exchange.ts'
import { layout } from './layout.ts'
import type { PageWords, Words } from './words.ts'

/** A page with a single message. */
export function messagePage(words: Words, what: PageWords, status = 200, headers: HttpHeaders = {}): HttpResult {
  return layout(words.language, what.title, `<p>${escapeHtml(what.text)}</p>`, status, headers)
}
