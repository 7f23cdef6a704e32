import { DomUtils, parseDocument } from 'htmlparser2'
import type { ScannedHref } from './scan-html.ts'

/** More of a link's text than this is not read; what names a host is short. */
const longestMarkup = 2_000

/** Text that begins like a web address: a scheme and a host, or a host with a known-looking ending. */
const address =
  /^(?:https?:\/\/)?((?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24})(?::\d+)?(?:[/?#]\S*)?$/iu

/**
 * The host a link's visible text names, when it names another one than the link leads to: spam filters take that for
 * phishing. Only the text of the link itself is parsed, and a bounded piece of it, without the corrections of a
 * browser: those take quadratic time for hostile markup, a thousand times over.
 */
export function mismatchedHost(source: string, link: ScannedHref, destination: string): string | undefined {
  if (link.element !== 'a' || link.textEnd === undefined || link.textEnd <= link.textStart) return undefined
  const markup = source.slice(link.textStart, Math.min(link.textEnd, link.textStart + longestMarkup))
  // Most links show an image or words: parsing those would take most of the time of compiling a campaign.
  if (!markup.replace(/<[^<>]*>/g, '').includes('.')) return undefined
  const text = DomUtils.textContent(parseDocument(markup)).trim()
  if (text.length > 500) return undefined
  const named = address.exec(text)?.[1]
  const target = URL.parse(destination.trim())?.hostname
  if (named === undefined || target === undefined) return undefined
  const host = URL.parse(`https://${named}`)?.hostname
  return host === undefined || bare(host) === bare(target) || isBelow(host, target) ? undefined : host
}

const bare = (host: string) => host.toLowerCase().replace(/^www\./, '')

function isBelow(host: string, target: string): boolean {
  return bare(target).endsWith(`.${bare(host)}`)
}
