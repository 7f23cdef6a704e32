import { convert } from 'html-to-text'
import { flatTextOf } from './flat-text.ts'

/** Elements nested deeper than any real mail: building a tree of them takes quadratic time, and walking it exhausts the stack. */
const deepest = 500

/**
 * Makes the plain-text part of a mail from its HTML. Lines are not wrapped and headings keep their case, so that a template's tags
 * come through as they are; link destinations stand behind their text; images and what only HTML needs are left out.
 * HTML nested beyond reason becomes its bare text.
 */
export function plainTextOf(html: string): string {
  const flat = flatTextOf(html)
  if (flat.depth > deepest) return flat.text
  return convert(html, {
    wordwrap: false,
    // The size of HTML is limited where it is taken in; above this limit the package would cut, and print that it did.
    limits: { maxInputLength: Number.MAX_SAFE_INTEGER },
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: 'table', options: { uppercaseHeaderCells: false } },
    ],
  })
}
