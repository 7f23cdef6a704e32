import { SillageError } from '../domain/errors.ts'

const defaultMaxHtmlBytes = 1_000_000
/** Counted by occurrence. */
export const defaultMaxLinks = 1_000

/** Throws `html_too_large` for HTML above the limit, in bytes of UTF-8. */
export function checkHtmlSize(html: string, maxHtmlBytes = defaultMaxHtmlBytes): void {
  if (html.length * 3 <= maxHtmlBytes) return
  const bytes = Buffer.byteLength(html)
  if (bytes > maxHtmlBytes)
    throw new SillageError(
      'html_too_large',
      `The HTML takes ${bytes} bytes, ${maxHtmlBytes} are allowed; shorten it or raise maxHtmlBytes`,
      { field: 'html' },
    )
}
