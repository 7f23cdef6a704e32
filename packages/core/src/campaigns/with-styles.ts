import { inlineCss } from '../content/css/inline-css.ts'
import { checkHtmlSize } from '../content/limits.ts'
import { SillageError } from '../domain/errors.ts'

/** HTML as it is stored, its CSS inlined where that is asked for. Throws `html_too_large` before and behind. */
export async function withStyles(
  html: string,
  isAsked: boolean | null | undefined,
  maxHtmlBytes: number | undefined,
): Promise<string> {
  if (!isAsked) return html
  checkHtmlSize(html, maxHtmlBytes)
  const inlined = await inlineCss(html)
  checkHtmlSize(inlined, maxHtmlBytes)
  return inlined
}

/** For CSS that is to be inlined without HTML: what is stored already stays as it is. */
export const noHtml = (): SillageError =>
  new SillageError('invalid_field', 'inlineCss: expected html beside it; give the HTML whose CSS is inlined.', {
    field: 'inlineCss',
  })
