import type { Steps } from '../../kit/steps.ts'
import { addressOf } from '../links/href.ts'
import { readText } from './read-text.ts'
import { type ScannedHref, scanHtml } from './scan-html.ts'
import type { TextToken } from './text-writer.ts'

/**
 * Makes the plain-text part of a mail from its HTML. Lines are not wrapped and headings keep their case; where a link
 * leads stands behind its words, and what nobody sees is left out. `sent` is the same HTML with the URLs that are sent:
 * the text has these, too. Takes time and memory linear in the input.
 */
export function* plainTextOf(html: string, sent = html): Steps<string> {
  const { hrefs, base } = yield* scanHtml(html)
  const addresses = linksOfText(hrefs).map(({ href }) => addressOf(href, base))
  const tracked = new Map<number, string>()
  if (sent !== html) {
    const others = linksOfText((yield* scanHtml(sent)).hrefs)
    for (const [number, { href }] of linksOfText(hrefs).entries()) {
      const other = others[number]
      if (other === undefined || other.href === href) continue
      tracked.set(number, other.href)
      addresses[number] ??= other.href
    }
  }
  const { tokens } = yield* readText(html, addresses)
  return written(tokens, addresses, tracked)
}

function written(
  tokens: readonly TextToken[],
  addresses: readonly (string | undefined)[],
  tracked: ReadonlyMap<number, string>,
): string {
  let text = ''
  for (const token of tokens) {
    if (typeof token === 'string') text += token
    else if ('link' in token) {
      const { link, isBehind, words } = token
      const url = tracked.get(link)
      if (url === undefined && words.length > 0) text += written(words, addresses, tracked)
      else text += isBehind ? inBrackets(url ?? addresses[link] ?? '') : (url ?? addresses[link] ?? '')
    }
  }
  return text
}

/** An address behind words. */
function inBrackets(address: string): string {
  return ` [${address}]`
}

/** The links that text may have, in the order of their numbers: what stands in a comment is for Outlook alone. */
export function linksOfText<Link extends Pick<ScannedHref, 'context'>>(hrefs: readonly Link[]): Link[] {
  return hrefs.filter(({ context }) => context === 'html')
}
