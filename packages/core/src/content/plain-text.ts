import { convert } from 'html-to-text'

/**
 * Makes the plain-text part of a mail from its HTML. Lines are not wrapped and headings keep their case, so that a template's tags
 * come through as they are; link destinations stand behind their text; images and what only HTML needs are left out.
 */
export function plainTextOf(html: string): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: 4_000_000 },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: 'table', options: { uppercaseHeaderCells: false } },
    ],
  })
}
