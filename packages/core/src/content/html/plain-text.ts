import { compile } from 'html-to-text'
import type { Steps } from '../../kit/steps.ts'
import { flatTextOf } from './flat-text.ts'
import { tameHtml } from './tame-html.ts'

const convert = compile({
  wordwrap: false,
  // The size of HTML is limited where it is taken in; above this limit the package would cut, and print that it did.
  limits: { maxInputLength: Number.MAX_SAFE_INTEGER },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table', options: { uppercaseHeaderCells: false } },
  ],
})

/**
 * Quotes, lists and rules write more than they are made of: rules alone eleven times as much. A mail's text is a
 * fraction of its HTML, unless it is very short.
 */
const mostGrowth = 2
const alwaysAllowed = 10_000

/**
 * Makes the plain-text part of a mail from its HTML. Lines are not wrapped and headings keep their case, so that a
 * template's tags come through as they are; link destinations stand behind their text; images and what only HTML needs
 * are left out. HTML nested beyond reason, or whose text would be many times as long, becomes its bare text. Takes time
 * and memory linear in the input.
 */
export function* plainTextOf(html: string): Steps<string> {
  const tame = yield* tameHtml(html)
  yield
  const text = tame === undefined ? undefined : textOfTame(tame, html.length * mostGrowth + alwaysAllowed)
  yield
  return text ?? (yield* flatTextOf(html))
}

/** Undefined where it would be longer than that. */
function textOfTame(tame: string, longest: number): string | undefined {
  try {
    const text = convert(tame)
    return text.length > longest ? undefined : text
  } catch {
    // A list of ten thousand items that are numbered in Roman has no numbers for the last of them.
    return undefined
  }
}
