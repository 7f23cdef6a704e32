import { safeLocation } from './safe-location.ts'

/** What becomes of an href: tracked to a destination, or left alone, perhaps with a warning. */
export type HrefFate =
  | { readonly track: true; readonly destination: string }
  | { readonly track: false; readonly warning?: 'relative_link' | 'placeholder_link' | 'unsafe_link' }

const leave: HrefFate = { track: false }

/**
 * Placeholders of the template languages in use. Each alternative ends at its first closing sign, so the time is
 * linear.
 */
const placeholder = /\{\{|\}\}|\{%|%\}|<%|%>|\*\||\|\*|%%[\w.]+%%|\[\[|[$#]?\{[A-Za-z_][\w.]*\}/
const escapedTag = /%7B%7B(?:%20)*[\w.-]+(?:%20)*%7D%7D/i

/** Whether a URL has `{{…}}` in it as editors that escape URLs leave it: no engine reads that. */
export function hasEscapedTag(url: string): boolean {
  return escapedTag.test(url)
}

export function hasPlaceholder(text: string): boolean {
  return placeholder.test(text) || hasEscapedTag(text)
}

/**
 * Decides about one href, decoded. Only http and https are tracked: every other scheme (mailto, tel, cid, an app's
 * own), anchors, empty values and our own URLs stay. A relative one is resolved only against an absolute `base`.
 */
export function fateOfHref(href: string, base: string | undefined, owns: (url: string) => boolean): HrefFate {
  const trimmed = href.trim()
  if (trimmed === '' || trimmed.startsWith('#')) return leave
  if (hasPlaceholder(trimmed)) return { track: false, warning: 'placeholder_link' }
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(trimmed)?.[0].toLowerCase()
  if (scheme === 'http:' || scheme === 'https:') {
    if (owns(trimmed)) return leave
    return safeLocation(href) === undefined
      ? { track: false, warning: 'unsafe_link' }
      : { track: true, destination: href }
  }
  if (scheme !== undefined) return runsCode(scheme) ? { track: false, warning: 'unsafe_link' } : leave
  const resolved = resolveHref(trimmed, base)
  if (resolved === undefined) return { track: false, warning: 'relative_link' }
  return owns(resolved) ? leave : { track: true, destination: resolved }
}

/**
 * What the text of a mail says of where an href leads: a whole URL, or the address or number that is written or called.
 * Undefined for what leads nowhere from there: an anchor, a program, a relative one without a base.
 */
export function addressOf(href: string, base: string | undefined): string | undefined {
  const trimmed = href.trim()
  if (trimmed === '' || trimmed.startsWith('#')) return undefined
  if (/^https?:/i.test(trimmed)) return trimmed.replaceAll(' ', '%20')
  if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed)) return runsCode(trimmed) ? undefined : withoutVerb(trimmed)
  return hasPlaceholder(trimmed) ? trimmed : resolveHref(trimmed, base)
}

/** The address or number itself: in text it needs nobody who says what to do with it. */
export function withoutVerb(address: string): string {
  return address.replace(/^(?:mailto|tel|sms):/i, '')
}

/** Schemes whose URL is a program or a page of its own. */
export function runsCode(scheme: string): boolean {
  return /^(?:javascript|vbscript|data):/i.test(scheme)
}

/** A relative href under an absolute base; undefined where that makes no web address. */
export function resolveHref(href: string, base: string | undefined): string | undefined {
  if (base === undefined || hasPlaceholder(base) || safeLocation(base) === undefined) return undefined
  const resolved = URL.parse(href, base.trim())
  return resolved === null ? undefined : safeLocation(resolved.href)
}
