import { isSillageError } from '@sillage/core/browser'
import { html, type TemplateResult } from 'lit'
import { errorText } from '../client/error-text.ts'
import type { ReadingWords } from '../locales/reading-en.ts'

/** Shown where something could not be loaded: what, why, and a button to try again. */
export function troubleView(what: string, error: unknown, words: ReadingWords, again: () => void): TemplateResult {
  return html`<div class="empty" role="alert">
    <b>${what}</b><span class="muted">${errorText(error, words)}</span>
    <button type="button" @click=${again}>${words.common.retry}</button>
  </div>`
}

/** Shown above what is known where it could not be loaded again; the live connection tries that by itself. */
export function staleText(error: unknown, words: ReadingWords): string {
  const { reconnecting, stale } = words.common
  return isSillageError(error, 'no_answer') ? reconnecting : `${stale} ${errorText(error, words)}`
}
