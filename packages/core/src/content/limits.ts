import { SillageError } from '../domain/errors.ts'

const defaultMaxHtmlBytes = 1_000_000
/** Counted by occurrence. */
export const defaultMaxLinks = 1_000

/** Throws `html_too_large` for HTML, or the text beside it, above the limit, in bytes of UTF-8. */
export function checkHtmlSize(
  source: string,
  maxHtmlBytes = defaultMaxHtmlBytes,
  field: 'html' | 'text' = 'html',
): void {
  if (source.length * 3 <= maxHtmlBytes) return
  const bytes = Buffer.byteLength(source)
  if (bytes > maxHtmlBytes)
    throw new SillageError(
      'html_too_large',
      `The ${field === 'html' ? 'HTML' : 'text'} takes ${bytes} bytes, ${maxHtmlBytes} are allowed; shorten it or raise maxHtmlBytes`,
      { field },
    )
}
