import type { Warning } from '@sillage/core/browser'
import type { Format } from '../../format/format.ts'
import type { WritingWords } from '../../locales/writing-en.ts'

/** A warning as text; one that is newer than the page has the server's message. */
export function warningText(warning: Warning, words: WritingWords, format: Format): string {
  const count = warning.count ?? 1
  const tell: ((n: string, subject: string, plural: string) => string) | undefined = words.warning[warning.code]
  return tell?.(format.number(count), warning.subject ?? '', words.plural(count)) ?? warning.message
}
