import { escapeHtml } from '../../content/html/escape.ts'
import type { Tracked } from '../../store/port/records.ts'
import type { HttpResult } from '../exchange.ts'
import { layout } from './layout.ts'
import type { Words } from './words.ts'

const kinds = ['opens', 'clicks', 'readTime'] as const

/** A box for each kind of measuring; the button posts to the page's own address. */
export function preferencesPage({ language, preferences }: Words, consent: Tracked, saved: boolean): HttpResult {
  const boxes = kinds.map(
    (kind) =>
      `<label><input type="checkbox" name="${kind}"${consent[kind] ? ' checked' : ''}>${escapeHtml(preferences[kind])}</label>`,
  )
  const note = saved ? `<p class="saved" role="status">${escapeHtml(preferences.saved)}</p>` : ''
  return layout(
    language,
    preferences.title,
    `${note}<p>${escapeHtml(preferences.text)}</p><form method="post">${boxes.join('')}<button>${escapeHtml(preferences.button)}</button></form>`,
  )
}
